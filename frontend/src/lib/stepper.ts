// Quantity steppers: minus and plus around a number, within its bounds.
import { all, once } from "./dom";

export function enhanceSteppers(root: ParentNode): void {
  for (const stepper of all<HTMLElement>(root, ".stepper")) {
    const input = stepper.querySelector("input");
    if (input === null || !once(stepper, "stepper")) continue;
    const minus = stepper.querySelector<HTMLButtonElement>("[data-minus]");
    const plus = stepper.querySelector<HTMLButtonElement>("[data-plus]");
    const bound = (): void => {
      const value = Number(input.value);
      if (minus !== null) minus.disabled = value <= Number(input.min || 1);
      if (plus !== null) plus.disabled = value >= Number(input.max || 99);
    };
    const move = (by: number): void => {
      const value = (Number(input.value) || 0) + by;
      input.value = String(
        Math.min(Number(input.max || 99), Math.max(Number(input.min || 1), value)),
      );
      input.dispatchEvent(new Event("change", { bubbles: true }));
      bound();
    };
    minus?.addEventListener("click", () => {
      move(-1);
    });
    plus?.addEventListener("click", () => {
      move(1);
    });
    input.addEventListener("input", bound);
    bound();
  }
}
