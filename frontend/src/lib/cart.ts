// The cart's total follows what is chosen; the market computes what is really paid.
import { all } from "./dom";

function total(form: HTMLFormElement): void {
  const lines = all<HTMLInputElement>(document, `input[data-line][form="${form.id}"]`);
  const chosen = lines.filter((line) => line.checked && !line.disabled);
  const minor = chosen.reduce((sum, line) => sum + Number(line.dataset["minor"]), 0);
  const place = document.querySelector<HTMLElement>("[data-cart-total]");
  const button = document.querySelector<HTMLButtonElement>("[data-cart-go]");
  if (place !== null) {
    const currency = place.dataset["currency"] ?? "CNY";
    const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits;
    place.textContent = new Intl.NumberFormat("zh-CN", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    }).format(minor / 10 ** (digits ?? 2));
  }
  if (button !== null) button.disabled = chosen.length === 0;
}

export function followCart(): void {
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches("[data-line]")) return;
    const form = event.target.form;
    if (form !== null) total(form);
  });
}
