import { expect, test, vi } from 'vitest'
import { createStore } from './store.js'

const nobody = async () => null
const ann = { user: { name: 'Ann' }, expires: '2030-01-01T00:00:00.000Z' }

test('status follows what is known', () => {
  expect(createStore({}, nobody).get()).toMatchObject({ data: undefined, status: 'loading' })
  expect(createStore({ session: null }, nobody).get()).toMatchObject({ data: null, status: 'unauthenticated' })
  expect(createStore({ session: ann }, nobody).get()).toMatchObject({ data: ann, status: 'authenticated' })
})

test('equal content keeps the object, so that nothing renders again', () => {
  const store = createStore({ session: ann }, nobody)
  const before = store.get()
  store.set(structuredClone(ann))
  expect(store.get()).toBe(before)
  store.set({ ...ann, expires: '2031-01-01T00:00:00.000Z' })
  expect(store.get()).not.toBe(before)
  expect(store.first()).toBe(before)
})

test('CL-07 a failure keeps what was known and is counted until the next answer', () => {
  const store = createStore({ session: ann }, nobody)
  const heard = vi.fn()
  const leave = store.subscribe(heard)
  store.set(undefined)
  store.set(undefined)
  expect(store.get().data).toEqual(ann)
  store.set(null)
  expect(heard.mock.calls).toEqual([[1], [2], [0]])
  leave()
  store.set(ann)
  expect(heard).toHaveBeenCalledTimes(3)
})

test('update belongs to its store', async () => {
  const load = vi.fn(async () => ann)
  const store = createStore({}, load)
  await expect(store.get().update({ name: 'Ann' })).resolves.toBe(ann)
  expect(load).toHaveBeenCalledWith(store, { name: 'Ann' })
})
