import { version } from '../../../package.json';
import { PROTOCOL_VERSION } from '../../shared/protocol';
import type { Environment } from './diagnostics-text';

export function readEnvironment(window: Window): Environment {
  return {
    pluginVersion: version,
    protocolVersion: PROTOCOL_VERSION,
    userAgent: window.navigator.userAgent,
    windowWidth: window.innerWidth,
    windowHeight: window.innerHeight,
    devicePixelRatio: window.devicePixelRatio,
  };
}
