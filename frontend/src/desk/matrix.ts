// The grid of SKUs: a row for every combination of option values. A row keeps what was typed (and
// the SKU it stands for) when values come, go or change their names.
import { all } from "../lib/dom";

const MOST = 100;
const BREAKS = /\s*[,，、;；\n]\s*/;

type Axis = { name: string; values: string[] };

function readAxes(form: HTMLElement): Axis[] {
  return all<HTMLElement>(form, "[data-axis]").map((axis) => {
    const name = axis.querySelector<HTMLInputElement>("[data-axis-name]")?.value.trim() ?? "";
    const text = axis.querySelector<HTMLInputElement>("[data-axis-values]")?.value ?? "";
    return { name, values: [...new Set(text.split(BREAKS).filter((value) => value !== ""))] };
  });
}

function combine(axes: Axis[]): string[][] {
  return axes
    .filter((axis) => axis.name !== "" && axis.values.length > 0)
    .reduce<string[][]>(
      (rows, axis) => rows.flatMap((row) => axis.values.map((value) => [...row, value])),
      [[]],
    );
}

function optionsOf(row: HTMLElement): string[] {
  return all<HTMLInputElement>(row, "[data-option]")
    .map((input) => input.value)
    .filter((value) => value !== "");
}

function writeOptions(row: HTMLElement, values: string[]): void {
  all<HTMLInputElement>(row, "[data-option]").forEach((input, at) => {
    input.value = values[at] ?? "";
  });
  const name = row.querySelector("[data-sku-name]");
  if (name !== null) name.textContent = values.join(" · ");
}

/** The one value that was written differently, when nothing else about the axes changed. */
function findRenaming(before: Axis[], after: Axis[]): [number, string, string] | null {
  let found: [number, string, string] | null = null;
  for (const [at, axis] of after.entries()) {
    const old = before[at]?.values ?? [];
    if (old.length !== axis.values.length) return null;
    for (const [n, value] of axis.values.entries()) {
      if (old[n] === value) continue;
      if (found !== null || old.includes(value)) return null;
      found = [at, old[n] ?? "", value];
    }
  }
  return found;
}

class Matrix {
  private readonly kept = new Map<string, HTMLElement>();
  private axes: Axis[];
  private next = 1000;

  constructor(
    private readonly form: HTMLElement,
    private readonly body: HTMLElement,
    private readonly blank: HTMLTemplateElement,
  ) {
    this.axes = readAxes(form);
    this.group();
  }

  update(): void {
    const axes = readAxes(this.form);
    const renamed = findRenaming(this.axes, axes);
    if (renamed !== null) this.rename(...renamed);
    this.axes = axes;
    const wanted = combine(axes);
    const note = this.form.querySelector<HTMLElement>("[data-too-many]");
    if (note !== null) note.hidden = wanted.length <= MOST;
    const rows = all<HTMLElement>(this.body, "[data-sku]");
    for (const row of rows) this.kept.set(JSON.stringify(optionsOf(row)), row);
    const used = new Set<HTMLElement>();
    const shown = wanted.slice(0, MOST).map((values) => {
      const row = this.find(values, rows, used);
      used.add(row);
      writeOptions(row, values);
      return row;
    });
    this.body.replaceChildren(...shown);
    this.group();
  }

  /** The row of these values; else the first one that they are a longer or shorter form of. */
  private find(values: string[], rows: HTMLElement[], used: Set<HTMLElement>): HTMLElement {
    const known = this.kept.get(JSON.stringify(values));
    if (known !== undefined && !used.has(known)) return known;
    const near = rows.find((row) => {
      const has = optionsOf(row);
      const [few, many] = has.length < values.length ? [has, values] : [values, has];
      return !used.has(row) && has.length !== values.length && few.every((v) => many.includes(v));
    });
    return near ?? this.make(rows[0]);
  }

  private make(like: HTMLElement | undefined): HTMLElement {
    const holder = document.createElement("tbody");
    holder.innerHTML = this.blank.innerHTML.replaceAll("__n__", String(this.next++));
    const row = holder.children[0] as HTMLElement;
    for (const name of ["price", "list_price", "weight"]) {
      const from = like?.querySelector<HTMLInputElement>(`input[name$="-${name}"]`);
      const to = row.querySelector<HTMLInputElement>(`input[name$="-${name}"]`);
      if (from && to) to.value = from.value;
    }
    return row;
  }

  private rename(axis: number, old: string, value: string): void {
    const used = readAxes(this.form).filter((a) => a.name !== "" && a.values.length > 0);
    const name = readAxes(this.form)[axis]?.name ?? "";
    const at = used.findIndex((a) => a.name === name);
    for (const row of all<HTMLElement>(this.body, "[data-sku]")) {
      const values = optionsOf(row);
      if (at >= 0 && values[at] === old) {
        writeOptions(
          row,
          values.map((v, n) => (n === at ? value : v)),
        );
      }
    }
  }

  /** A picture belongs to the first option: it is asked for in the first row of each value. */
  private group(): void {
    const only = this.form.querySelector<HTMLSelectElement>("[data-fill-only]");
    const firsts = new Set<string>();
    for (const row of all<HTMLElement>(this.body, "[data-sku]")) {
      const first = optionsOf(row)[0] ?? "";
      row.querySelector("[data-sku-picture]")?.toggleAttribute("data-again", firsts.has(first));
      firsts.add(first);
    }
    if (only === null) return;
    const options = [...only.options].slice(0, 1);
    firsts.delete("");
    only.replaceChildren(...options, ...[...firsts].map((value) => new Option(value, value)));
  }

  fill(): void {
    const only = this.form.querySelector<HTMLSelectElement>("[data-fill-only]")?.value ?? "";
    const rows = all<HTMLElement>(this.body, "[data-sku]").filter(
      (row) => only === "" || optionsOf(row)[0] === only,
    );
    for (const field of all<HTMLInputElement>(this.form, "[data-fills]")) {
      const value = field.value.trim();
      if (value === "") continue;
      rows.forEach((row, at) => {
        const name = field.dataset["fills"] ?? "";
        const input = row.querySelector<HTMLInputElement>(`input[name$="-${name}"]`);
        if (input !== null) input.value = name === "code" ? `${value}${at + 1}` : value;
      });
      field.value = "";
    }
  }
}

function columnOf(input: HTMLInputElement): string {
  return input.name.replace(/^sku-\w+-/, "");
}

/** The same column's inputs, from top to bottom. */
function column(body: HTMLElement, input: HTMLInputElement): HTMLInputElement[] {
  return all<HTMLInputElement>(body, `input[name$="-${columnOf(input)}"]`);
}

function bindKeys(body: HTMLElement): void {
  body.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type === "file") return;
    const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const inputs = column(body, input);
    const next = inputs[inputs.indexOf(input) + step];
    next?.focus();
    next?.select();
  });
  body.addEventListener("paste", (event) => {
    const input = event.target;
    const lines = event.clipboardData?.getData("text").trimEnd().split(/\r?\n/) ?? [];
    if (!(input instanceof HTMLInputElement) || lines.length < 2) return;
    event.preventDefault();
    const inputs = column(body, input).slice(column(body, input).indexOf(input));
    inputs.slice(0, lines.length).forEach((cell, at) => {
      cell.value = (lines[at] ?? "").split("\t")[0]?.trim() ?? "";
    });
  });
}

function bindPictures(body: HTMLElement): void {
  body.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const file = input.files?.[0];
    const label = input.closest("label");
    if (file === undefined || label === null) return;
    const picture = label.querySelector("img") ?? document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    label.querySelector("svg")?.remove();
    label.prepend(picture);
  });
}

export function bindMatrix(form: HTMLElement): void {
  const body = form.querySelector<HTMLElement>("[data-skus] tbody");
  const blank = form.querySelector<HTMLTemplateElement>("template[data-sku-blank]");
  if (body === null || blank === null) return;
  const matrix = new Matrix(form, body, blank);
  form.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-axis]")) matrix.update();
  });
  form.querySelector("[data-fill-go]")?.addEventListener("click", () => {
    matrix.fill();
  });
  form.addEventListener("keydown", (event) => {
    const target = event.target instanceof HTMLInputElement ? event.target : null;
    if (event.key !== "Enter" || target === null) return;
    if (target.matches("[data-fills]")) matrix.fill();
    else if (target.closest("[data-axis]")) matrix.update();
    else return;
    event.preventDefault();
  });
  bindKeys(body);
  bindPictures(body);
}
