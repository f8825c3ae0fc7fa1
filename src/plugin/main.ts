import { createSession } from './session';

// The one entry point: Figma fires `run` at every launch, whether from a menu or a quick action.
const session = createSession(figma, __html__);
figma.on('run', ({ command }) => session.launch(command));
