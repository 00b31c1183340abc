// Parts of a product's detail: added, removed, moved; their field follows their kind.
import { all } from "../lib/dom";

function show(block: HTMLElement): void {
  const kind = block.querySelector<HTMLSelectElement>("[data-block-kind]")?.value ?? "text";
  const picture = block.querySelector<HTMLElement>("[data-block-picture]");
  const words = block.querySelector("textarea");
  if (picture !== null) picture.hidden = kind !== "picture";
  if (words === null) return;
  const says = { picture: "caption", table: "cells" }[kind] ?? "words";
  words.placeholder = words.dataset[says] ?? "";
  words.rows = kind === "picture" ? 1 : 4;
}

export function bindBlocks(form: HTMLElement): void {
  const list = form.querySelector<HTMLElement>("[data-blocks]");
  const blank = form.querySelector<HTMLTemplateElement>("template[data-block-blank]");
  if (list === null || blank === null) return;
  let next = 1000;
  all<HTMLElement>(list, "[data-block]").forEach(show);
  list.addEventListener("change", (event) => {
    const block = event.target instanceof Element && event.target.closest("[data-block]");
    if (block instanceof HTMLElement) show(block);
  });
  form.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const block = target?.closest("[data-block]");
    if (target?.closest("[data-add-block]")) {
      const holder = document.createElement("div");
      holder.innerHTML = blank.innerHTML.replaceAll("__n__", String(next++));
      const added = list.appendChild(holder.children[0] as HTMLElement);
      show(added);
      added.querySelector("textarea")?.focus();
    } else if (!block) {
      return;
    } else if (target?.closest("[data-block-remove]")) {
      block.remove();
    } else if (target?.closest("[data-block-up]")) {
      block.previousElementSibling?.before(block);
    } else if (target?.closest("[data-block-down]")) {
      block.nextElementSibling?.after(block);
    }
  });
}
