import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { compileFolder } from '../../lib/compile/folder.ts';
import { type letterOf, webWorld } from '../support/web.ts';
import { serveWeb } from '../support/web-server.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const suite = existsSync(executablePath) ? describe : describe.skip;
if (!existsSync(executablePath)) console.warn(`skipped: no browser at ${executablePath}; name one in CHROMIUM`);

const root = join(import.meta.dirname, '../..');
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const { program } = compileFolder(join(root, 'statemachines/document-processing')).compiled!;
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

type Letter = ReturnType<typeof letterOf>;

suite('the pages in a browser', () => {
  let browser: Browser;
  let world: ReturnType<typeof webWorld>;
  let server: Awaited<ReturnType<typeof serveWeb>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ARGS });
    world = webWorld({
      programs: { [program.name]: program },
      intake: { put: async (key) => ({ bucket: 'the-inbox', key, versionId: 'v1' }) },
    });
    server = await serveWeb(world.ports);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    expect(server.errors).toEqual([]);
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  let events = 0;
  async function letters(): Promise<{ anna: Letter; ben: Letter; path: string; run: string }> {
    events += 1;
    const { letters, row } = await world.openReview({ event: `browser-${events}` });
    return { anna: letters[0]!, ben: letters[1]!, path: `/approvals/${row.run}.${row.approval}`, run: row.run };
  }

  /** What the browser says of a page: a style or picture that the headers forbid is a complaint. */
  async function open(
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ baseURL: server.url, bypassCSP: false, ...options });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
    });
    return { context, page };
  }

  async function signIn(page: Page, email = 'anna.lindqvist@example.com'): Promise<void> {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await page.getByLabel('One-time code').fill(/(\d{4} \d{4})/.exec(world.mails.at(-1)!.text)![1]!);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
  }

  const PHONE = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };

  describe('on a phone, without JavaScript', () => {
    test('someone corrects two fields, takes a line out, adds one, and approves with the code', async () => {
      const { anna } = await letters();
      const { context, page } = await open(PHONE);
      await page.goto(anna.path);
      await page.getByLabel(/^Total/).fill('258.00');
      await page.getByLabel('Description').nth(1).fill('');
      for (const name of ['Quantity', 'Unit price', 'Amount']) await page.getByLabel(name).nth(1).fill('');
      await page.getByLabel('Description').nth(2).fill('Glue');
      await page.getByLabel('Amount').nth(2).fill('15.00');
      await page.getByLabel('One-time code').fill(anna.code);
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Approved by you').waitFor();
      expect(await page.locator('body').innerText()).toMatch(/Glue\s[\s\S]*15\.00/);
      expect(await page.getByText('Nails').count()).toBe(0);
      await context.close();
    });

    test('a wrong code is told at the top and at the field; what was typed stays, but for the code', async () => {
      const { anna } = await letters();
      const { context, page } = await open(PHONE);
      await page.goto(anna.path);
      await page.getByLabel('Reason').fill('This one is not ours');
      await page.getByLabel('One-time code').fill('0000 0000');
      await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('alert').getByText('4 tries are left').waitFor();
      expect(await page.getByLabel('Reason').inputValue()).toBe('This one is not ours');
      expect(await page.getByLabel('One-time code').inputValue()).toBe('');
      await page.getByLabel('One-time code').fill(anna.code.replace(' ', ''));
      await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByText('Rejected by you').waitFor();
      await context.close();
    });

    test('Enter in a field decides nothing', async () => {
      const { anna } = await letters();
      const { context, page } = await open(PHONE);
      await page.goto(anna.path);
      await page.getByLabel('One-time code').fill(anna.code);
      await page.getByLabel(/^Total/).fill('258.00');
      await page.getByLabel(/^Total/).press('Enter');
      await page.waitForLoadState();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(1);
      expect(await page.getByLabel(/^Total/).inputValue()).toBe('258.00');
      await context.close();
    });

    test('a double tap decides once, and the page says how', async () => {
      const { anna } = await letters();
      const { context, page } = await open(PHONE);
      await page.goto(anna.path);
      await page.getByLabel('One-time code').fill(anna.code);
      await page.getByRole('button', { name: 'Approve' }).dblclick();
      await page.getByText('Approved by you').waitFor();
      await context.close();
    });

    test('someone signs in, finds the approval in the list, and decides without a code', async () => {
      const { path } = await letters();
      const { context, page } = await open(PHONE);
      await signIn(page);
      await page.getByRole('link', { name: 'Approvals' }).click();
      await page.locator(`a[href="${path}"]`).click();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Approved by you').waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      await context.close();
    });

    test('someone hands in a document and lands on its run; a wrong file is told', async () => {
      const { context, page } = await open(PHONE);
      await signIn(page);
      const bill = { name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
      await page.getByLabel('PDF, PNG or JPEG').setInputFiles(bill);
      await page.getByRole('button', { name: 'Hand in' }).click();
      await page.getByRole('heading', { name: 'bill.pdf' }).waitFor();
      await page.goto('/');
      await page.getByLabel('PDF, PNG or JPEG').setInputFiles({ ...bill, buffer: Buffer.alloc(4_600_000) });
      await page.getByRole('button', { name: 'Hand in' }).click();
      await page.getByRole('alert').getByText('too large').waitFor();
      await context.close();
    });

    test('the first paint needs one request of less than 30 KB beside the pictures', async () => {
      const { anna } = await letters();
      const { context, page } = await open(PHONE);
      const asked: string[] = [];
      page.on('request', (request) => {
        if (!request.url().endsWith('/favicon.svg')) asked.push(request.resourceType());
      });
      const response = await page.goto(anna.path);
      expect((await response!.body()).length).toBeLessThan(30_000);
      expect(new Set(asked)).toEqual(new Set(['document', 'image']));
      await context.close();
    });
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    test.each([1280, 390, 320])(
      'at %i pixels no page has a fault that axe finds, nor is wider than the screen',
      async (width) => {
        const { anna, ben, path, run } = await letters();
        const { context, page } = await open({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
        const pages = ['/', '/sign-in', anna.path, '/nothing'];
        await check(page, pages, width);
        await page.goto(ben.path);
        await page.getByLabel(/^Total/).fill('x');
        await page.getByLabel('One-time code').fill(ben.code);
        await page.getByRole('button', { name: 'Approve' }).click();
        await page.getByRole('alert').waitFor();
        await audit(page, width);
        await signIn(
          page,
          `${['anna.lindqvist', 'ben.okafor', 'marta.kowalczyk', 'olivier.laurent', 'aiko.tanaka', 'samir.haddad'][people++ % 6]}@example.com`,
        );
        await check(page, ['/', path, '/approvals?show=all', '/approvals?show=done', `/runs/${run}`], width);
        await context.close();
      },
    );
  });

  let people = 0;

  async function check(page: Page, paths: readonly string[], width: number): Promise<void> {
    for (const path of paths) {
      await page.goto(path);
      await audit(page, width);
    }
  }

  async function audit(page: Page, width: number): Promise<void> {
    await page.evaluate(axe);
    const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const faults = found.violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]!.html}`);
    expect(faults).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await smallControls(page)).toEqual([]);
  }

  /** Buttons and inputs that a thumb would miss. */
  const smallControls = (page: Page) =>
    page.evaluate(`[...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea')]
      .filter((element) => !element.matches('.off') && element.getBoundingClientRect().height < 44)
      .map((element) => element.outerHTML)`);
});
