// Rows chosen in a table for doing something with all of them at once.
import { all } from "../lib/dom";

export function bindSelection(form: HTMLFormElement): void {
  const bar = document.querySelector<HTMLElement>("[data-bulk-bar]");
  const every = document.querySelector<HTMLInputElement>("[data-choose-all]");
  const boxes = all<HTMLInputElement>(document, `input[name=product][form="${form.id}"]`);
  const kind = form.querySelector<HTMLSelectElement>("[data-bulk-kind]");
  const update = (): void => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (bar !== null) bar.hidden = chosen === 0;
    for (const count of all<HTMLElement>(document, "[data-chosen-count]")) {
      count.textContent = String(chosen);
    }
    if (every !== null) {
      every.checked = chosen > 0 && chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    for (const box of boxes) box.closest("tr")?.toggleAttribute("data-selected", box.checked);
    for (const part of all<HTMLElement>(form, "[data-for]")) {
      part.hidden = !(part.dataset["for"] ?? "").split(" ").includes(kind?.value ?? "");
    }
  };
  for (const box of boxes) box.addEventListener("change", update);
  kind?.addEventListener("change", update);
  every?.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    update();
  });
  update();
}
