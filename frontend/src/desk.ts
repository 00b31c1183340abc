// The product form of the Shop desk: its grid of SKUs, pictures, blocks; confirmations.
import { bindBlocks } from "./desk/blocks";
import { bindMatrix } from "./desk/matrix";
import { bindSelection } from "./desk/selection";
import { all } from "./lib/dom";
import { enhanceSortables } from "./lib/sortable";

for (const form of all<HTMLFormElement>(document, "form[data-product-form]")) {
  form.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-remove-picture]")) target.closest("[data-picture]")?.remove();
  });
  bindMatrix(form);
  bindBlocks(form);
}

enhanceSortables(document);

for (const form of all<HTMLFormElement>(document, "form[data-bulk]")) bindSelection(form);

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
