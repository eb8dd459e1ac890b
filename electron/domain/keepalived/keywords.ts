/**
 * The first version of keepalived that knows a keyword (its release notes), of those that not every supported one knows. One that must be equal on
 * all nodes is refused where a node lacks it; another is left out there.
 */
export const keywordSince = { down_timer_adverts: '2.2.3', timer_expired_backup: '2.3.3' } as const
