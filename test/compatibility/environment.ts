/** Runs with these variables, and puts back what was there. */
export async function withEnvironment(variables: Record<string, string | undefined>, work: () => Promise<void>): Promise<void> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]))
  try {
    set(variables)
    await work()
  } finally {
    set(before)
  }
}

function set(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
