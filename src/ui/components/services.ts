import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AppController } from '../control/app-controller';
import type { ThumbnailStore } from '../pictures/thumbnail-store';

export interface AppServices {
  readonly controller: AppController;
  readonly thumbnails: ThumbnailStore;
}

export const Services = createContext<AppServices | null>(null);

export function useServices(): AppServices {
  const services = useContext(Services);
  if (!services) throw new Error('a component was drawn outside the panel');
  return services;
}
