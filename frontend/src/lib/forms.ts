// Forms are sent once: the pressed button waits, a second press does nothing.
import { all } from "./dom";

function wait(form: HTMLFormElement, button: HTMLElement | null): void {
  form.dataset["sent"] = "";
  if (!(button instanceof HTMLButtonElement)) return;
  button.setAttribute("aria-busy", "true");
  const label = button.querySelector<HTMLElement>("[data-label]");
  const waiting = button.dataset["waiting"];
  if (label !== null && waiting !== undefined) {
    button.dataset["idle"] = label.textContent;
    label.textContent = waiting;
  }
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  for (const button of all<HTMLButtonElement>(form, "button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    const label = button.querySelector<HTMLElement>("[data-label]");
    if (label !== null && button.dataset["idle"] !== undefined) {
      label.textContent = button.dataset["idle"];
    }
  }
}

export function enhanceForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset["sent"] !== undefined) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    wait(form, event.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    if (form !== null) release(form);
  });
  // A page that comes back from the browser's cache must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of all<HTMLFormElement>(document, "form[data-sent]")) release(form);
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLElement)) return;
    const place = input.dataset["visit"];
    if (place !== undefined) window.location.assign(place);
    if (!input.hasAttribute("data-submit-on-change")) return;
    input.closest("form")?.requestSubmit();
  });
}
