// Studio: uploads that go on where they stopped, the product picker, progress of processing.
import "../styles/studio.css";
import { all } from "./lib/dom";
import { enhanceSortables } from "./lib/sortable";
import { bindFiles } from "./studio/files";
import { follow } from "./studio/follow";
import { bindPicker } from "./studio/products";
import { bindTopics } from "./studio/topics";

for (const form of all<HTMLFormElement>(document, "form[data-studio-form]")) {
  bindFiles(form);
  bindPicker(form);
  bindTopics(form);
}

enhanceSortables(document);

for (const box of all<HTMLElement>(document, "[data-follow]")) follow(box);

for (const form of all<HTMLFormElement>(document, "form[data-confirm]")) {
  form.addEventListener(
    "submit",
    (event) => {
      if (window.confirm(form.dataset["confirm"])) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
