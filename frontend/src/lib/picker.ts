// The product page's choice of options: finds the SKU, shows its price and what is left.
import { all, once } from "./dom";

interface Sku {
  id: string;
  options: string[];
  price: string;
  was: string;
  left: number;
  leftText: string;
}

function chosen(form: HTMLElement): string[] {
  return all<HTMLInputElement>(form, "input[data-option]:checked").map((input) => input.value);
}

function show(form: HTMLElement, sku: Sku | undefined): void {
  const field = form.querySelector<HTMLInputElement>("input[name=sku_id]");
  if (field !== null) field.value = sku?.id ?? "";
  for (const price of all<HTMLElement>(document, "[data-sku-price]")) {
    if (sku !== undefined) price.textContent = sku.price;
  }
  for (const was of all<HTMLElement>(document, "[data-sku-was]")) {
    was.textContent = sku?.was ?? "";
  }
  for (const left of all<HTMLElement>(form, "[data-sku-left]")) {
    left.textContent = sku?.leftText ?? "";
  }
  const stepper = form.querySelector<HTMLInputElement>(".stepper input");
  if (stepper !== null && sku !== undefined) {
    stepper.max = String(Math.max(1, Math.min(99, sku.left)));
    if (Number(stepper.value) > Number(stepper.max)) stepper.value = stepper.max;
    stepper.dispatchEvent(new Event("input"));
  }
  for (const button of all<HTMLButtonElement>(document, "button[data-needs-sku]")) {
    button.disabled = sku === undefined || sku.left < 1;
  }
}

export function enhancePickers(root: ParentNode): void {
  for (const form of all<HTMLElement>(root, "[data-picker]")) {
    if (!once(form, "picker")) continue;
    const data = form.querySelector("script[type='application/json']");
    const skus = JSON.parse(data?.textContent ?? "[]") as Sku[];
    const update = (): void => {
      const options = chosen(form);
      show(
        form,
        skus.find((sku) => sku.options.every((value, axis) => options[axis] === value)),
      );
    };
    for (const input of all<HTMLInputElement>(form, "input[data-option]")) {
      input.addEventListener("change", update);
    }
    update();
  }
}
