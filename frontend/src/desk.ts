// The product form of the Shop desk: rows of SKUs and pictures come and go.
import { all } from "./lib/dom";

function bind(form: HTMLFormElement): void {
  const body = form.querySelector<HTMLTableSectionElement>("[data-skus] tbody");
  const blank = form.querySelector<HTMLTemplateElement>("template[data-sku-blank]");
  if (body === null || blank === null) return;
  let next = 1000;
  form.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-add-row]")) {
      const row = document.createElement("tbody");
      row.innerHTML = blank.innerHTML.replaceAll("__n__", String(next++));
      const added = body.appendChild(row.children[0] as HTMLElement);
      added.querySelector("input")?.focus();
    } else if (target?.closest("[data-remove-row]")) {
      if (all(body, "[data-sku]").length > 1) target.closest("[data-sku]")?.remove();
    } else if (target?.closest("[data-remove-picture]")) {
      target.closest("[data-picture]")?.remove();
    }
  });
}

for (const form of all<HTMLFormElement>(document, "form[data-product-form]")) bind(form);

for (const form of all<HTMLFormElement>(document, "form[data-confirm]")) {
  form.addEventListener(
    "submit",
    (event) => {
      if (!window.confirm(form.dataset["confirm"])) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}
