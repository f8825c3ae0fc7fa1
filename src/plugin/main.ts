import { createSession } from './session';

// The one entry point: Figma fires `run` at every launch, whether from a menu, a relaunch button or a
// quick action.
const session = createSession(figma, __html__);
figma.on('run', ({ command, parameters }) => session.launch(command, parameters));
