// Sheets are <dialog>s: `data-sheet="id"` opens one, `data-close` and the backdrop close it.

function open(id: string): void {
  const sheet = document.getElementById(id);
  if (sheet instanceof HTMLDialogElement && !sheet.open) {
    sheet.showModal();
    sheet.dispatchEvent(new CustomEvent("sheet:open", { bubbles: true }));
  }
}

export function enhanceSheets(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-sheet]");
    if (opener !== null) {
      event.preventDefault();
      open(opener.dataset["sheet"] ?? "");
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer !== null || event.target instanceof HTMLDialogElement) {
      event.target.closest("dialog")?.close();
    }
  });
}
