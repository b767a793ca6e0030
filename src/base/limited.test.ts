import { expect, test, vi } from 'vitest'
import { limited } from './limited.js'

const late = () => new Error('late')

test('what comes in time is handed on, and no timer is left', async () => {
  vi.useFakeTimers()
  try {
    expect(await limited(Promise.resolve(1), 10, late)).toBe(1)
    await expect(limited(Promise.reject(new Error('own')), 10, late)).rejects.toThrow('own')
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

test('RT-23 what never comes is an error, and what fails later is nobody’s', async () => {
  await expect(limited(new Promise(() => {}), 10, late)).rejects.toThrow('late')
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const failing = new Promise((_, reject) => setTimeout(() => reject(new Error('too late to matter')), 20))
  await expect(limited(failing, 5, late)).rejects.toThrow('late')
  await new Promise((resolve) => setTimeout(resolve, 40))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
