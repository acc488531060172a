// What was typed and not sent is there again after the page was left and come back to.
() => {
  const find = () => document.querySelector("#composer textarea");
  const wait = setInterval(() => {
    const box = find();
    if (!box) return;
    clearInterval(wait);
    const typed = sessionStorage.getItem("reflect-unsent");
    if (typed && !box.value) {
      box.value = typed;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.addEventListener("input", (event) => {
      if (event.target === find()) sessionStorage.setItem("reflect-unsent", event.target.value);
    });
    const sent = () => setTimeout(() => find() && !find().value && sessionStorage.removeItem("reflect-unsent"), 500);
    document.addEventListener("keyup", sent);
    document.addEventListener("click", sent);
  }, 100);
}
