/**
 * The address of a file below the address of a folder; what comes after a `?` stays at the end.
 *
 * @param path as `checkFolderPath` allows it
 */
export function urlInFolder(folderUrl: string, path: string): string {
  const [address, query] = folderUrl.split('?', 2) as [string, string?];
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = `${address.replace(/\/+$/, '')}/${encoded}`;
  return query === undefined ? url : `${url}?${query}`;
}
