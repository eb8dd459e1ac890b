import type { Page } from 'playwright'

/** Home → Hosts, with a host that refuses; then the page is loaded anew. The same in a window and in a browser. */
export async function mainPath(page: Page): Promise<{ refused: string; kept: string[] }> {
  await page.getByRole('button', { name: 'New pair' }).first().click()
  const host = (n: number) => page.getByRole('group', { name: new RegExp(`^Host ${n}:`) })
  const address = (n: number) => host(n).getByRole('combobox', { name: 'Address' })
  await address(1).fill('127.0.0.1')
  await address(2).fill('192.0.2.2')
  // Nobody listens there (tcpmux).
  await host(1).getByRole('textbox', { name: 'Port' }).fill('1')
  await host(1).getByRole('textbox', { name: 'Password' }).fill('secret')
  await host(1).getByRole('button', { name: 'Test nginx1' }).click()
  const failure = host(1).getByText('refuses connections').first()
  await failure.waitFor()
  const refused = await failure.innerText()
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  if ((await host(1).count()) === 0) await page.getByRole('button', { name: 'Continue' }).first().click()
  await host(1).waitFor()
  const kept = [
    await address(1).inputValue(),
    await address(2).inputValue(),
    await host(1).getByRole('textbox', { name: 'Password' }).inputValue(),
  ]
  return { refused, kept }
}
