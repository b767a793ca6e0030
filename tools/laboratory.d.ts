/**
 * @param source the folder, with package.json and package-lock.json
 * @param name where it is installed, below `.tmp/laboratories/`
 * @returns the folder that has `node_modules`
 */
export function installLaboratory(source: string, name: string): string
