/** Ranks the roles of people: each role may do all that the one before it may. */

/** `viewer` looks, `editor` changes files, `publisher` brings them to visitors, `admin` decides who may do that. */
export type StudioRole = 'viewer' | 'editor' | 'publisher' | 'admin';

/** From the least. */
export const ROLES: readonly StudioRole[] = ['viewer', 'editor', 'publisher', 'admin'];

/** Whether a text names a role. */
export const isRole = (text: unknown): text is StudioRole => ROLES.some((role) => role === text);

/** Whether a role may do what another one may. */
export const mayAs = (own: StudioRole, needed: StudioRole): boolean => ROLES.indexOf(own) >= ROLES.indexOf(needed);
