// Products of a post: added from the sheet, taken out again, five at most.
import { all } from "../lib/dom";

const MAX = 5;

export function bindPicker(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLUListElement>("[data-picked]");
  const blank = form.querySelector<HTMLTemplateElement>("template[data-picked-blank]");
  const open = form.querySelector<HTMLButtonElement>("[data-open-picker]");
  const sheet = document.querySelector<HTMLDialogElement>("#picker");
  if (list === null || blank === null || sheet === null) return;

  const refresh = (): void => {
    const full = list.children.length >= MAX;
    if (open !== null) open.disabled = full;
    const chosen = new Set(
      all<HTMLElement>(list, "[data-product]").map((item) => item.dataset["product"]),
    );
    for (const button of all<HTMLButtonElement>(sheet, "[data-pick]")) {
      button.disabled = full || chosen.has(button.dataset["pick"]);
    }
  };
  list.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-unpick]")) {
      target.closest("[data-product]")?.remove();
      refresh();
    }
  });
  sheet.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLButtonElement>("[data-pick]");
    if (!button || button.disabled) return;
    list.append(itemFor(blank, button));
    refresh();
    if (list.children.length >= MAX) sheet.close();
  });
  sheet.addEventListener("htmx:afterSwap", refresh);
  refresh();
}

function itemFor(blank: HTMLTemplateElement, button: HTMLButtonElement): HTMLElement {
  const copy = blank.content.cloneNode(true) as DocumentFragment;
  const item = copy.firstElementChild as HTMLElement;
  const { pick = "", title = "", price = "", picture = "" } = button.dataset;
  item.dataset["product"] = pick;
  const input = item.querySelector("input");
  if (input !== null) input.value = pick;
  const image = item.querySelector("img");
  if (image !== null) image.src = picture;
  for (const [slot, words] of Object.entries({ title, price })) {
    const place = item.querySelector(`[data-slot="${slot}"]`);
    if (place !== null) place.textContent = words;
  }
  return item;
}
