export const detect = {} as const
