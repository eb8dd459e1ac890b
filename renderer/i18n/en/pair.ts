export const pair = {} as const
