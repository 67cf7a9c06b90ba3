import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { html as fleetHtml } from '../../src/reporters/fleet/html/index.ts';
import { html } from '../../src/reporters/html/index.ts';
import { FLEETS, fleetOf500, jsonReport, mergeReports } from '../support/fleets.ts';
import { EXAMPLES, MANY, reportOn } from '../support/reports.ts';

const CHROMIUM = '/usr/bin/chromium';
const isMissing = !existsSync(CHROMIUM);
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 390];
const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };
const HOSTS = [
  'pass',
  'fail',
  'not applicable',
  'several servers',
  'what the files of a host add',
  'files',
  'hostile text in files',
  'hostile text of a host',
];
const LONG_NAME = jsonReport({
  cluster: 'arn:aws:eks:eu-central-1:123456789012:cluster/a-name-that-somebody-gave-it',
  host: 'ip-10-0-0-1.eu-central-1.compute.internal',
});
const FLEET_PAGES = {
  '500 hosts': fleetOf500(),
  'one host': mergeReports([jsonReport()]),
  'a long name': mergeReports([LONG_NAME, jsonReport({ example: 'several servers' })]),
  'hostile hosts': FLEETS.hostile ?? mergeReports([]),
  'nothing received': mergeReports([]),
};
const PAGES: Readonly<Record<string, string>> = {
  '200 manifests': html(MANY, OPTIONS),
  ...Object.fromEntries(HOSTS.map((name) => [name, html(EXAMPLES[name] ?? reportOn({}), OPTIONS)])),
  ...Object.fromEntries(
    Object.entries(FLEET_PAGES).map(([name, fleet]) => [name, fleetHtml(fleet, OPTIONS)]),
  ),
};

let browser: Browser | undefined;
let directory = '';

beforeAll(async () => {
  if (isMissing) return;
  directory = mkdtempSync(join(tmpdir(), 'kubelet-https-audit-'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  if (directory !== '') rmSync(directory, { recursive: true });
});

beforeEach(({ skip }) => skip(isMissing, `needs ${CHROMIUM}`));

interface Opened {
  readonly page: Page;
  readonly url: string;
  /** The addresses that it asked for, and what the browser complained about. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** A report's page as its reader opens it: from a file. */
async function open(name: string): Promise<Opened> {
  if (browser === undefined) throw new Error('the browser was not started');
  const path = join(directory, 'report.html');
  writeFileSync(path, PAGES[name] ?? '');
  const page = await browser.newPage();
  const url = pathToFileURL(path).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, url, requests, complaints };
}

/** By how much the widest part stands out of the window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html: element }) => `${id}: ${element}`));
}

describe.each(Object.keys(PAGES))('in a browser, the page of the report "%s"', (name) => {
  test('is accessible and fits, in light and dark, wide and narrow, and asks for nothing', async () => {
    const { page, url, requests, complaints } = await open(name);
    await page.evaluate(axe.source);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await violationsOf(page), `${colorScheme}, ${width} pixels`).toEqual([]);
        expect(await overflowOf(page), `${width} pixels`).toBe(0);
      }
    }
    expect(await page.evaluate('document.querySelectorAll("script, img").length')).toBe(0);
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('in a browser, the page', () => {
  test('has the style that its policy allows', async () => {
    const { page } = await open('fail');
    expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).toBe('1088px');
    await page.close();
  });

  test('is dark on a dark screen, and dark on white on paper all the same', async () => {
    const { page } = await open('fail');
    const colours = () =>
      page.evaluate(
        '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
      );
    const onPaper = ['rgb(26, 30, 35)', 'rgb(255, 255, 255)'];
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colours()).toEqual(['rgb(231, 234, 237)', 'rgb(20, 23, 27)']);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await colours()).toEqual(onPaper);
    await page.setViewportSize({ width: 680, height: 900 });
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });
});

test('in a browser, the page of 200 manifests folds those that pass, and has them on paper', async () => {
  const { page } = await open('200 manifests');
  const height = () =>
    page.evaluate<number>('document.querySelector(".folded").getBoundingClientRect().height');
  expect(await height()).toBe(0);
  await page.click('summary');
  expect(await height()).toBeGreaterThan(1000);
  await page.click('summary');
  expect(await height()).toBe(0);
  await page.emulateMedia({ media: 'print' });
  expect(await height()).toBeGreaterThan(1000);
  await page.close();
});

describe('in a browser, the page of 500 hosts', () => {
  const shownRows = (page: Page) =>
    page.evaluate<number>(
      '[...document.querySelectorAll(".hosts tbody tr")].filter(({ offsetHeight }) => offsetHeight > 0).length',
    );

  test('folds the hosts that pass, unfolds them for a click or a key, and has all of them on paper', async () => {
    const { page } = await open('500 hosts');
    expect(await shownRows(page)).toBe(7);
    await page.click('summary');
    expect(await shownRows(page)).toBe(501);
    await page.focus('summary');
    await page.keyboard.press('Enter');
    expect(await shownRows(page)).toBe(7);
    await page.emulateMedia({ media: 'print' });
    expect(await shownRows(page)).toBe(501);
    await page.close();
  });

  test('leads from a host that fails to its evidence', async () => {
    const { page } = await open('500 hosts');
    await page.click('.hosts a');
    expect(await page.evaluate('document.querySelector(":target h3").textContent')).toContain(
      'prod-eu-3/cp-2 kube-apiserver',
    );
    await page.close();
  });

  test('is still a table to a screen reader on a phone, with all of it unfolded', async () => {
    const { page } = await open('500 hosts');
    await page.setViewportSize({ width: 390, height: 900 });
    await page.click('summary');
    expect(await page.getByRole('table', { name: 'Every host, worst first' }).count()).toBe(1);
    expect(await page.getByRole('rowheader').count()).toBeGreaterThan(500);
    expect(await page.getByRole('columnheader', { name: 'Why' }).count()).toBe(1);
    await page.evaluate(axe.source);
    expect(await violationsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });
});
