// One upload by tus: paused, gone on with, repeated after a cut line, found again after a reload.
import { Upload } from "tus-js-client";
import type { Asset, Market } from "./api";
import { forget, recall, remember } from "./memory";

export interface Watcher {
  begun(asset: string, isResumed: boolean): void;
  progress(percent: number): void;
  retrying(): void;
  finished(asset: Asset): void;
  failed(error: Error): void;
}

const CHUNK_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];

export class Sending {
  private upload: Upload | undefined;
  private asset = "";

  constructor(
    private readonly market: Market,
    private readonly file: File,
    private readonly kind: Asset["kind"],
    private readonly watcher: Watcher,
  ) {}

  async start(): Promise<void> {
    try {
      const begun = (await this.findBegun()) ?? (await this.begin());
      this.asset = begun.asset;
      this.watcher.begun(begun.asset, begun.isResumed);
      this.send(begun.url);
    } catch (error) {
      this.watcher.failed(error as Error);
    }
  }

  pause(): void {
    void this.upload?.abort();
  }

  resume(): void {
    this.upload?.start();
  }

  async cancel(): Promise<void> {
    await this.upload?.abort();
    forget(this.file);
    if (this.asset !== "") await this.market.cancel(this.asset).catch(() => undefined);
  }

  private async findBegun() {
    const known = recall(this.file);
    if (known === undefined) return undefined;
    const asset = await this.market.state(known.asset).catch(() => undefined);
    if (asset?.status !== "uploading") {
      forget(this.file);
      return undefined;
    }
    return { ...known, isResumed: true };
  }

  private async begin() {
    const ticket = await this.market.open(this.file, this.kind);
    const begun = { asset: ticket.asset, url: ticket.upload_url, expires: ticket.expires_at };
    remember(this.file, begun);
    return { ...begun, isResumed: false };
  }

  private send(url: string): void {
    this.upload = new Upload(this.file, {
      uploadUrl: url,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      removeFingerprintOnSuccess: false,
      onProgress: (sent, total) => {
        this.watcher.progress(total > 0 ? Math.floor((sent * 100) / total) : 0);
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        // Refused for good: the ticket is another's or has expired.
        if (status === 403 || status === 413) return false;
        this.watcher.retrying();
        return true;
      },
      onError: (error) => {
        this.watcher.failed(error);
      },
      onSuccess: () => {
        void this.complete();
      },
    });
    this.upload.start();
  }

  private async complete(): Promise<void> {
    try {
      const asset = await this.market.complete(this.asset);
      forget(this.file);
      this.watcher.finished(asset);
    } catch (error) {
      this.watcher.failed(error as Error);
    }
  }
}
