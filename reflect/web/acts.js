// What is clicked or filled in becomes one event with its data. Of a double click only the first counts.
let last = "";
const act = (data) => {
  const said = JSON.stringify(data);
  if (said === last) return;
  last = said;
  setTimeout(() => { last = ""; }, 500);
  trigger("click", data);
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button || (button.type === "submit" && button.form)) return;
  act({ ...button.dataset });
});
element.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("action")) return;
  event.preventDefault();
  act({ ...Object.fromEntries(new FormData(form)), ...form.dataset, ...(event.submitter ? event.submitter.dataset : {}) });
});
// Where Enter says it, Shift+Enter begins a line.
element.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("[data-enter]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
// A field with data-finds hides what doesn't hold its words.
element.addEventListener("input", (event) => {
  const field = event.target.closest("[data-finds]");
  if (!field) return;
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const one of element.querySelectorAll(field.dataset.finds)) {
    const text = one.textContent.toLowerCase();
    one.hidden = !words.every((word) => text.includes(word));
    found += one.hidden ? 0 : 1;
  }
  for (const one of element.querySelectorAll(`details${field.dataset.finds}`)) one.open = words.length > 0 && found <= 4 && !one.hidden;
  const told = element.querySelector("[data-found]");
  if (told) told.textContent = words.length ? told.dataset.found.replace("#", found) : "";
});
// What a click has led to is where the keyboard goes on, and what is read aloud.
watch("value", () => {
  last = "";
  const next = element.querySelector("[data-focus]");
  if (!next) return;
  next.focus();
  const line = Number(next.dataset.line || 0);
  if (line && next.setSelectionRange) {
    const rows = next.value.split("\n");
    const start = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
    next.setSelectionRange(start, start + (rows[line - 1] || "").length);
    next.scrollTop = Math.max(0, (next.scrollHeight / rows.length) * (line - 4));
  }
});
