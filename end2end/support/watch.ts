// Listens to a page for anything that a visitor's console would show.
import type { Page } from '@playwright/test';

/** What went wrong on a page, in words; what a test provokes on purpose is declared with `expect`. */
export class Watch {
  readonly #seen: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        this.#seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => this.#seen.push(`uncaught: ${error.message}`));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'unknown';
      // Leaving a page ends its live stream and its preloads; nobody would call that a failure.
      if (reason !== 'net::ERR_ABORTED') this.#seen.push(`request failed: ${request.url()} (${reason})`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#seen.push(`status ${response.status()}: ${response.url()}`);
    });
  }

  /** Names something that this test provokes, for example `/\b404\b/`. */
  expect(problem: RegExp): void {
    this.#expected.push(problem);
  }

  get problems(): string[] {
    return this.#seen.filter((problem) => !this.#expected.some((expected) => expected.test(problem)));
  }
}
