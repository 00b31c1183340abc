// Topics that others use are added by a touch, and taken out by another.
import { all } from "../lib/dom";

export function bindTopics(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('input[name="topics"]');
  if (field === null) return;
  const words = (): string[] =>
    field.value.split(/[\s,，、;；#＃]+/).filter((word) => word !== "");
  const refresh = (): void => {
    const used = new Set(words());
    for (const chip of all<HTMLButtonElement>(form, "[data-topic]")) {
      chip.setAttribute("aria-pressed", String(used.has(chip.dataset["topic"] ?? "")));
    }
  };
  form.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest("[data-topic]") : null;
    if (!(chip instanceof HTMLElement)) return;
    const topic = chip.dataset["topic"] ?? "";
    const used = words();
    const next = used.includes(topic) ? used.filter((w) => w !== topic) : [...used, topic];
    field.value = next.map((w) => `#${w}`).join(" ");
    refresh();
  });
  field.addEventListener("input", refresh);
  refresh();
}
