// The desk end to end: filters, dyad, story, review, map, keys, two widths, and axe-core on every page.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const program = process.argv[2];
const token = 'a long word for tests';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync('shots', { recursive: true });

/** Starts a desk that ends by itself; its address. */
const serve = () => new Promise((resolve, reject) => {
  const desk = spawn(program, ['serve', '--demo', '--address', '127.0.0.1:0', '--token', token, '--stop-after', '240']);
  let said = '';
  desk.stderr.on('data', (data) => {
    said += data;
    const found = said.match(/http:\/\/[\d.:]+/);
    if (found) resolve({ desk, base: found[0] });
  });
  desk.on('exit', (code) => reject(new Error(`the desk ended with ${code}: ${said}`)));
});

const { desk, base } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
let failed = 0;
const problems = [];

/** A page at a width, that fails on any error of script, any request elsewhere, any refusal of the policy. */
const open = async (width, options = {}) => {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, bypassCSP: false, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`script: ${error}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/40[0-9]/.test(message.text())) problems.push(`console: ${message.text()}`); });
  page.on('request', (request) => { if (!request.url().startsWith(base)) problems.push(`elsewhere: ${request.url()}`); });
  return page;
};

const test = async (name, run) => {
  const before = problems.length;
  try {
    await run();
    assert.deepEqual(problems.slice(before), []);
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error.stack || error).split('\n').slice(0, 6).join('\n      ')}`);
  }
};

const events = (page) => page.locator('#flow .event').count();

const addresses = async () => {
  const stories = await (await fetch(`${base}/api/v1/stories`)).json();
  const found = await (await fetch(`${base}/api/v1/events`)).json();
  const envoy = stories.stories.find((story) => /envoy/.test(story.document)) || stories.stories[0];
  return {
    chronology: '/', filtered: '/?category=ACCUSE,REQUEST&status=occurred', story: `/story/${envoy.id}`, event: `/event/${found.events[0].unique}`,
    search: '/search?q=envoy', dyads: '/dyad', dyad: '/dyad/IDN/MMR', actors: '/actor', country: '/actor?country=IDN', map: '/map', review: '/review', api: '/api',
    missing: '/story/1',
  };
};
const pages = await addresses();

await test('filters are in the address', async () => {
  const page = await open(1440);
  await page.goto(base + '/');
  const all = await page.locator('.event').count();
  await page.locator('.filters summary').click();
  await page.locator('input[name=category][value=ACCUSE]').check();
  await page.getByRole('button', { name: 'Show' }).click();
  assert.match(page.url(), /category=ACCUSE/);
  const some = await page.locator('.event').count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  // An act that is promised or threatened counts as well.
  assert.equal(await page.locator('#flow .event:not(.c-accuse)').filter({ hasNotText: 'to Accuse' }).count(), 0);
  await page.locator('.chips a').first().click();
  assert.doesNotMatch(page.url(), /category=ACCUSE/);
});

await test('what lies ahead stands above today', async () => {
  const page = await open(1440);
  await page.goto(base + '/');
  const box = (selector) => page.locator(selector).first().boundingBox();
  assert.ok((await box('.ahead .event')).y < (await box('#today')).y && (await box('#today')).y < (await box('#flow')).y);
});

await test('the chronology goes on while one scrolls', async () => {
  const page = await open(1440);
  await page.goto(base + '/');
  const first = await events(page);
  assert.ok(first > 10, `${first} events`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForFunction((count) => document.querySelectorAll('#flow .event').length > count || !document.querySelector('a[data-more]'), first);
  const ids = await page.locator('.event').evaluateAll((all) => all.map((one) => one.id));
  const flow = await page.locator('#flow .event').evaluateAll((all) => all.map((one) => one.id));
  assert.equal(new Set(flow).size, flow.length);
  assert.ok(ids.length >= first);
});

await test('pages work without script', async () => {
  const page = await open(1440, { javaScriptEnabled: false });
  await page.goto(base + '/');
  const link = page.locator('a[data-more]');
  if (await link.count()) { await link.click(); assert.match(page.url(), /before=/); assert.ok(await events(page) > 0); }
  await page.goto(base + '/map?month=1');
  assert.ok(await page.locator('.mapbox svg').isVisible());
});

await test('a story marks the words of the event that one hovers or focuses', async () => {
  const page = await open(1440);
  await page.goto(base + pages.story);
  const event = page.locator('.coded').nth(1);
  await event.hover();
  assert.ok(await page.locator('mark.on').count() > 0);
  assert.ok(await page.locator('mark.on.a').count() > 0, 'the actor is marked');
  const number = await page.locator('.coded').nth(2).getAttribute('data-n');
  await page.locator('.coded').nth(2).focus();
  assert.ok(await page.locator('mark.on').evaluateAll((marks, n) => marks.every((mark) => mark.dataset.e.split(' ').includes(n)), number));
  const words = await page.locator('.prose').innerText();
  assert.ok(words.length > 500);
});

await test('search suggests and finds', async () => {
  const page = await open(1440);
  await page.goto(base + '/');
  await page.locator('#q').pressSequentially('hartan');
  await page.waitForFunction(() => document.querySelectorAll('#suggestions option').length > 0);
  await page.keyboard.press('Enter');
  await page.waitForURL(/search/);
  assert.ok(await page.getByRole('link', { name: /Hartanto/ }).count() > 0);
});

await test('a dyad shows both drawings and its events', async () => {
  const page = await open(1440);
  await page.goto(base + pages.dyad);
  assert.equal(await page.locator('svg.plot').count(), 2);
  assert.ok(await page.locator('svg.plot rect').count() > 0);
  assert.match(await page.locator('.lede').first().innerText(), /n = \d+/);
  assert.ok(await events(page) > 0);
});

await test('the map zooms, moves and follows the slider', async () => {
  const page = await open(1440);
  await page.goto(base + '/map');
  const view = () => page.locator('.mapbox svg').getAttribute('viewBox');
  const whole = await view();
  assert.ok(await page.locator('.mapbox a circle').count() > 0);
  const drawn = await page.evaluate(() => document.querySelector('.mapbox use').getBoundingClientRect().width);
  assert.ok(drawn > 500, `the world is ${drawn} wide`);
  await page.getByRole('link', { name: 'Zoom in' }).click();
  await page.waitForFunction((before) => document.querySelector('.mapbox svg').getAttribute('viewBox') !== before, whole);
  assert.match(page.url(), /z=1/);
  await page.keyboard.press('-');
  await page.waitForFunction((before) => document.querySelector('.mapbox svg').getAttribute('viewBox') === before, whole);
  const lede = await page.locator('#map-lede').innerText();
  await page.locator('#month').fill(await page.locator('#month').getAttribute('max'));
  await page.waitForFunction((before) => document.getElementById('map-lede').innerText !== before, lede);
  assert.match(page.url(), /month=/);
});

await test('review: sign in, draw, accept, correct, reject, add, done, with keys alone', async () => {
  const page = await open(1440);
  await page.goto(base + '/review');
  await page.getByLabel('Your name').fill('Ada Reviewer');
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await page.getByText('Signed in as').waitFor();
  let stories = 0;
  while (stories < 12) {
    await page.goto(base + '/review');
    await page.keyboard.press('n');
    await page.waitForURL(/review\/story/);
    stories += 1;
    if (await page.locator('[data-judge]').count() >= 3) break;
  }
  assert.ok(await page.locator('[data-judge]').count() >= 3, 'a story with three events');
  await page.screenshot({ path: 'shots/judge-1440.png', fullPage: true });
  const verdicts = () => page.locator('[data-judge] .verdict').count();
  await Promise.all([page.waitForURL(/#n2/), page.keyboard.press('a')]);
  assert.equal(await verdicts(), 1);
  await Promise.all([page.waitForURL(/#n3/), page.keyboard.press('r')]);
  assert.equal(await verdicts(), 2);
  await Promise.all([page.waitForURL(/edit/), page.keyboard.press('c')]);
  await page.screenshot({ path: 'shots/edit-1440.png', fullPage: true });
  await page.locator('[name=date]').fill('2025-05-01');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.waitForURL(/review\/story/);
  assert.equal(await page.locator('.verdict', { hasText: 'corrected' }).count(), 1);
  while (await page.locator('[data-judge].current').count()) {
    const before = await verdicts();
    await page.locator('[data-judge].current').focus();
    await page.keyboard.press('a');
    await page.waitForFunction((count) => document.querySelectorAll('[data-judge] .verdict').length > count, before);
  }
  await page.evaluate(() => document.activeElement.blur());
  await Promise.all([page.waitForURL(/edit\/story/), page.keyboard.press('m')]);
  const story = await (await page.context().request.get(base + '/api/v1/stories/' + page.url().split('/').pop())).json();
  const sentence = story.mentions[0].evidence[0].text;
  await page.locator('[name=evidence]').fill(sentence);
  await page.locator('[name=actors]').fill(sentence.split(' ')[0] + ' | | NOR | GOV');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.waitForURL(/review\/story/);
  assert.equal(await page.locator('.verdict', { hasText: 'missing' }).count(), 1);
  await page.keyboard.press('d');
  await page.waitForURL(/review$/);
  assert.ok(await page.getByText(/1 corrected, 1 wrong, 1 missing/).count() > 0);
  const gold = await (await page.context().request.get(base + '/api/v1/gold')).text();
  assert.equal(JSON.parse(gold.trim().split('\n')[0]).events.length >= 2, true);
  await page.goto(base + '/review/worst');
  await page.screenshot({ path: 'shots/worst-1440.png', fullPage: true });
});

await test('the keyboard reaches everything and shows where it is', async () => {
  const page = await open(1440);
  await page.goto(base + '/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  const seen = new Set();
  for (let at = 0; at < 30; at += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return { what: document.activeElement.outerHTML.slice(0, 80), outline: parseFloat(style.outlineWidth) };
    });
    seen.add(focus.what);
    assert.ok(focus.outline >= 2, `no outline on ${focus.what}`);
  }
  assert.ok(seen.size > 15);
});

for (const [name, path] of Object.entries(pages)) {
  for (const [width, scheme] of [[1440, 'light'], [360, 'light'], [1440, 'dark']]) {
    await test(`${name} at ${width}, ${scheme}: nothing cut, nothing wrong for axe`, async () => {
      const page = await open(width, { colorScheme: scheme });
      const answer = await page.goto(base + path);
      if (path === '/') assert.ok((await answer.body()).length < 150_000);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await page.screenshot({ path: `shots/${name}-${width}-${scheme}.png`, fullPage: true });
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      // The policy forbids script from elsewhere; the debugger's own evaluation does not ask it.
      await page.evaluate(axe);
      const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      const bad = report.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
      assert.deepEqual(bad.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 110) + ' ' + (node.any[0] ? node.any[0].message : '')).join(' | ')}`), []);
      await page.context().close();
    });
  }
}

await browser.close();
desk.removeAllListeners('exit');
desk.kill('SIGINT');
const ended = await new Promise((resolve) => desk.on('exit', (code) => resolve(code)));
await test('Ctrl-C ends the desk well', async () => assert.equal(ended, 0));
console.log(failed ? `${failed} failed` : 'all well');
process.exit(failed ? 1 : 0);
