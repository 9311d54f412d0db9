import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { ses } from '../../lib/region/services/ses/index.ts';
import { type Started, startRegion } from '../contracts/region.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const suite = existsSync(executablePath) ? describe : describe.skip;
if (!existsSync(executablePath)) console.warn(`skipped: no browser at ${executablePath}; name one in CHROMIUM`);

suite('the mailbox in a browser without JavaScript, as wide as a phone', () => {
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    started = await startRegion({ services: [ses] });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const call = (operation: string, input: object) => started.running.call({ kind: 'root' }, 'ses', operation, input);
    await call('CreateEmailIdentity', { EmailIdentity: 'example.com' });
    for (const to of ['ann@test.org', 'bob@test.org']) {
      const Html = {
        Data: '<a href="https://decide.test/r1">Decide</a><script>location = "https://stolen.test"</script>',
      };
      const Simple = { Subject: { Data: `A decision for ${to}, ${'with a long subject '.repeat(5)}` }, Body: { Html } };
      const Destination = { ToAddresses: [to] };
      await call('SendEmail', { FromEmailAddress: 'no-reply@example.com', Destination, Content: { Simple } });
    }
  });

  afterAll(async () => {
    await browser.close();
    await started.stop();
  });

  /** A page on the mailbox; what it asks of other addresses is noted, and answered here. */
  async function open(javaScriptEnabled: boolean) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const asked: string[] = [];
    await page.route(/\.test\//, (route) => {
      asked.push(route.request().url());
      return route.fulfill({ body: 'arrived' });
    });
    await page.goto(`${started.settings.endpoint}/_region/ses/`);
    return { page, asked };
  }

  test('someone finds their mail and follows its link', async () => {
    const { page } = await open(false);
    await page.getByLabel('Recipient').fill('ann@test.org');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('.mail').count()).toBe(1);
    await page.locator('.mail').click();
    await page.frameLocator('iframe').getByText('Decide').click();
    await page.waitForURL('https://decide.test/r1');
  });

  test('nothing is wider than the screen', async () => {
    const { page } = await open(false);
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(390);
    await page.locator('.mail').first().click();
    expect(await width()).toBe(390);
  });

  test('a script in a mail does not run, even where scripts may', async () => {
    const { page, asked } = await open(true);
    await page.locator('.mail').first().click();
    await page.frameLocator('iframe').getByText('Decide').waitFor();
    await page.waitForTimeout(300);
    expect(asked).toEqual([]);
  });
});
