/** An empty folder of this process below `folders`. What other processes had there is taken away once they are gone. */
export function ownFolder(folders: string): string;
