// Small things that a page of tabs is expected to do: back goes to the tab before, a click on the name is ready to be
// typed over, and a quote that is opened shows its marked line.
() => {
  const tabs = () => [...document.querySelectorAll(".reflect .tabs button[role=tab]")];
  let going = false;
  history.replaceState({ tab: tabs().findIndex((tab) => tab.getAttribute("aria-selected") === "true") }, "");
  document.addEventListener("click", (event) => {
    const place = tabs().indexOf(event.target.closest?.("button[role=tab]"));
    if (place >= 0 && !going && history.state?.tab !== place) history.pushState({ tab: place }, "");
  });
  addEventListener("popstate", (event) => {
    going = true;
    (tabs()[event.state?.tab] ?? tabs()[0])?.click();
    going = false;
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".reflect .who input")) event.target.select();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches?.(".reflect .cite")) {
      event.target.querySelector("mark")?.scrollIntoView({ block: "center" });
    }
  }, true);
}
