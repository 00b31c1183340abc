// A list that people bring into another order: by dragging its handles, or by its arrows.
import { all, once, post } from "./dom";

function save(list: HTMLElement): void {
  const order = all<HTMLElement>(list, "[data-item]").map((item) => item.dataset["item"] ?? "");
  void post(list.dataset["sortable"] ?? "", { order: order.join(",") });
}

function bindDrag(list: HTMLElement): void {
  let dragged: HTMLElement | null = null;
  list.addEventListener("pointerdown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const handle = target?.closest("[data-handle]");
    dragged = handle?.closest<HTMLElement>("[data-item]") ?? null;
    if (dragged === null || !handle) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    dragged.setAttribute("data-selected", "");
  });
  list.addEventListener("pointermove", (event) => {
    if (dragged === null) return;
    for (const item of all<HTMLElement>(list, "[data-item]")) {
      if (item === dragged) continue;
      const box = item.getBoundingClientRect();
      if (event.clientY < box.top || event.clientY > box.bottom) continue;
      if (event.clientY < box.top + box.height / 2) item.before(dragged);
      else item.after(dragged);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => {
      if (dragged === null) return;
      dragged.removeAttribute("data-selected");
      dragged = null;
      save(list);
    });
  }
}

export function enhanceSortables(root: ParentNode): void {
  for (const list of all<HTMLElement>(root, "[data-sortable]")) {
    if (!once(list, "sortable")) continue;
    bindDrag(list);
    list.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const item = target?.closest("[data-item]");
      const up = target?.closest("[data-up]");
      const down = target?.closest("[data-down]");
      if (!item || (!up && !down)) return;
      if (up) item.previousElementSibling?.before(item);
      else item.nextElementSibling?.after(item);
      (up ?? down)?.closest("button")?.focus();
      save(list);
    });
  }
}
