// The last words of the talk stay above the box to write in.
() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => {
    const last = [...document.querySelectorAll(".conversation .message-row, .conversation .options")].at(-1);
    const box = document.querySelector(".writing");
    if (!last || !box) return;
    const hidden = last.getBoundingClientRect().bottom + 20 - box.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy({ top: hidden, behavior: calm ? "auto" : "smooth" });
  }, 60);
}
