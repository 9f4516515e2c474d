import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'

// All that differs in the dark.
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * Fails on what axe finds on the page, light and dark, and on a page that scrolls sideways, once `part` has loaded.
 */
export async function expectAccessible(
  page: Page,
  part: Page | Locator = page,
  exceptRules: string[] = [],
): Promise<void> {
  await expect(part.locator('[aria-busy="true"]')).toHaveCount(0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // The page follows by a listener of its own; pages without one have no such word.
    await page.waitForFunction((scheme) => {
      const { mantineColorScheme = scheme } = document.documentElement.dataset
      return mantineColorScheme === scheme
    }, colorScheme)
    // Its other mode opens a window each time, for frames of other origins, which no page has.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    if (colorScheme === 'light') axe.disableRules(exceptRules)
    else axe.withRules(colourRules)
    const { violations } = await axe.analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
    )
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([])
  }
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overhang, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0)
}
