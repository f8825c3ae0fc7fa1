import { urlInFolder } from '../download/folder-url';
import type { Network } from '../download/network';
import { isNotFound, type RequestTarget } from '../download/request';
import { checkFolderPath } from './folder-path';
import { openHttpSource } from './http-source';
import type { SourceFolder } from './random-access-source';

/** A folder at an address, read by ranges; nothing is kept. What the server answers 404 for is not there. */
export function httpFolder(target: RequestTarget, network: Network): SourceFolder {
  return {
    name: target.url,
    async open(path) {
      checkFolderPath(path);
      try {
        return await openHttpSource({ ...target, url: urlInFolder(target.url, path) }, network);
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  };
}
