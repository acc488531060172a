// What is pressed in a piece of the page is told to its handler: the data of the button or form, and the form's fields.
// `{within}`, where a piece listens for another's sake, is that other's selector.
const within = "{within}";
const room = within ? document : element;
const ours = (node) => node && (within ? node.closest(within) : element.contains(node));
const tell = (node, fields) => trigger("click", { ...node.dataset, ...fields });
room.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (ours(button)) tell(button, {});
});
room.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-do]");
  if (!ours(form)) return;
  event.preventDefault();
  tell(form, { fields: Object.fromEntries(new FormData(form)) });
});
room.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest("details[open]");
  if (!ours(open)) return;
  open.open = false;
  open.querySelector("summary").focus();
});
// What opens to be filled in or chosen from is gone on with at once.
const first = "form[data-do] input, form[data-do] button, [role=group] > button[data-do], p > button[data-do]";
room.addEventListener("toggle", (event) => {
  if (event.target.open && ours(event.target)) event.target.querySelector(first)?.focus();
}, true);
// Cards can be dragged, too; the buttons under "Move" do the same.
let dragged = null;
room.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-activity][draggable]");
  if (!ours(card)) return;
  dragged = card.dataset.activity;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged);
  setTimeout(() => card.closest(".board").classList.add("dragging"));
});
room.addEventListener("dragend", () => {
  dragged = null;
  room.querySelectorAll(".dragging, .over-it").forEach((node) => node.classList.remove("dragging", "over-it"));
});
room.addEventListener("dragover", (event) => {
  const pile = dragged !== null && event.target.closest("section[data-pile]");
  room.querySelectorAll(".over-it").forEach((node) => node.classList.toggle("over-it", node === pile));
  if (!ours(pile)) return;
  event.preventDefault();
  pile.classList.add("over-it");
});
room.addEventListener("drop", (event) => {
  const pile = dragged !== null && event.target.closest("section[data-pile]");
  if (!ours(pile)) return;
  event.preventDefault();
  const there = [...pile.querySelectorAll("[data-activity]")].some((card) => card.dataset.activity === dragged);
  if (!there) trigger("click", { do: "move", activity: dragged, pile: pile.dataset.pile });
});
