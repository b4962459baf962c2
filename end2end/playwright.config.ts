// Which browser, which screens, which tests. Every page is drawn on two screens in two themes, and once without
// JavaScript; stories run on one of them, those tagged @no-js also without JavaScript.
import { defineConfig, type Project } from '@playwright/test';

import { target } from './support/paths.ts';
import type { Options } from './support/test.ts';

const screens = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

const pages: Project<Options>[] = (['desktop', 'phone'] as const).flatMap((screen) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${screen}-${colorScheme}`,
    testMatch: 'pages.spec.ts',
    use: { ...screens[screen], colorScheme },
  })),
);

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: `${target}/e2e/results`,
  globalSetup: './support/global-setup.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  timeout: 30_000,
  reporter: process.env['CI'] ? 'line' : 'list',
  use: {
    // Recording takes a good part of the time, and from a build nobody fetches it.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', // the sandbox does not start for root
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    ...pages,
    { name: 'desktop-no-js', testMatch: 'pages.spec.ts', use: { ...screens.desktop, javaScriptEnabled: false } },
    { name: 'stories', testIgnore: 'pages.spec.ts', use: { ...screens.desktop, server: 'stories' } },
    {
      name: 'stories-no-js',
      testIgnore: 'pages.spec.ts',
      grep: /@no-js/,
      use: { ...screens.desktop, server: 'stories-no-js', javaScriptEnabled: false },
    },
  ],
});
