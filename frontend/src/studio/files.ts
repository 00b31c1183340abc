// The files of the publish page: chosen or dropped, sent, watched until they are ready.
import { all } from "../lib/dom";
import { showToast } from "../lib/toasts";
import { isSettled, Market, type Asset } from "./api";
import { FileCard, type Texts } from "./card";
import { Sending } from "./upload";

const POLL_MS = 1500;
const MAX_PICTURES = 18;

export function bindFiles(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLUListElement>("[data-files]");
  const blank = form.querySelector<HTMLTemplateElement>("template[data-file-blank]");
  const texts = form.querySelector<HTMLElement>("[data-text]")?.dataset as Texts | undefined;
  if (list === null || blank === null || texts === undefined) return;
  new Files(form, list, blank, texts).bind();
}

class Files {
  private readonly market: Market;
  private readonly isVideo: boolean;
  private readonly cards = new Set<FileCard>();
  private readonly drop: HTMLElement | null;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly list: HTMLUListElement,
    private readonly blank: HTMLTemplateElement,
    private readonly texts: Texts,
  ) {
    this.market = new Market(form.dataset["uploads"] ?? "");
    this.isVideo = form.dataset["kind"] === "video";
    this.drop = form.querySelector<HTMLElement>("[data-drop]");
  }

  bind(): void {
    const known = document.getElementById("studio-assets")?.textContent ?? "[]";
    for (const asset of JSON.parse(known) as Asset[]) {
      const card = this.add(asset.filename);
      card.show(asset);
      this.watch(card, asset);
    }
    const input = this.form.querySelector<HTMLInputElement>("[data-file]");
    input?.addEventListener("change", () => {
      this.take([...(input.files ?? [])]);
      input.value = "";
    });
    this.bindDrop();
    this.refresh();
    window.addEventListener("beforeunload", (event) => {
      if ([...this.cards].some((c) => c.isSending)) event.preventDefault();
    });
    this.form.addEventListener("submit", () => {
      for (const card of this.cards) card.isSending = false;
    });
  }

  private bindDrop(): void {
    const drop = this.drop;
    if (drop === null) return;
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.dataset["over"] = "";
    });
    drop.addEventListener("dragleave", () => {
      delete drop.dataset["over"];
    });
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      delete drop.dataset["over"];
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  private take(files: File[]): void {
    for (const file of files) {
      if (this.cards.size >= (this.isVideo ? 1 : MAX_PICTURES)) {
        showToast(this.texts.same);
        return;
      }
      this.send(file);
    }
  }

  private send(file: File): void {
    const card = this.add(file.name);
    const sending = new Sending(this.market, file, this.isVideo ? "video" : "picture", {
      begun: (asset, isResumed) => {
        card.begin(asset, isResumed);
        this.refresh();
      },
      progress: (percent) => {
        card.progress(percent);
      },
      retrying: () => {
        card.say(this.texts.lost);
      },
      finished: (asset) => {
        card.isSending = false;
        card.show(asset);
        this.watch(card, asset);
      },
      failed: (error) => {
        card.refuse(error, this.texts.failed);
        this.refresh();
      },
    });
    card.onPause = () => {
      sending.pause();
    };
    card.onResume = () => {
      sending.resume();
    };
    card.onCancel = () => {
      void sending.cancel();
    };
    card.isSending = true;
    void sending.start();
  }

  private add(name: string): FileCard {
    const card = new FileCard(this.blank, name, this.texts);
    card.onRemove = () => {
      this.cards.delete(card);
      this.refresh();
    };
    card.onEarlier = () => {
      this.list.prepend(card.element);
      this.refresh();
    };
    card.onCover = (asset, number) => {
      this.market
        .cover(asset, number)
        .then((fresh) => {
          card.show(fresh);
        })
        .catch((error: unknown) => {
          showToast((error as Error).message);
        });
    };
    this.cards.add(card);
    this.list.append(card.element);
    this.refresh();
    return card;
  }

  /** Asks again until nothing more happens to the file by itself. */
  private watch(card: FileCard, asset: Asset): void {
    this.refresh();
    if (isSettled(asset) || !this.cards.has(card) || asset.status === "uploading") return;
    window.setTimeout(() => {
      this.market
        .state(asset.id)
        .then((fresh) => {
          card.show(fresh);
          this.watch(card, fresh);
        })
        .catch(() => {
          this.watch(card, asset); // the line is gone for a moment
        });
    }, POLL_MS);
  }

  /** A video may go out once it has arrived, pictures once they are ready. */
  private refresh(): void {
    const cards = [...this.cards];
    const may =
      cards.length > 0 && cards.every((c) => (this.isVideo ? c.hasArrived : c.status === "ready"));
    for (const button of all<HTMLButtonElement>(this.form, "[data-needs-files]")) {
      button.disabled = !may;
    }
    const hint = this.form.querySelector<HTMLElement>("[data-files-hint]");
    if (hint !== null) hint.hidden = may;
    if (this.drop !== null) this.drop.hidden = this.isVideo && cards.length > 0;
    for (const note of all<HTMLElement>(this.form, "[data-unfinished]")) {
      note.hidden = cards.length > 0;
    }
    const order = all<HTMLElement>(this.list, "[data-asset]");
    for (const card of cards) card.place(order.indexOf(card.element), this.isVideo);
  }
}
