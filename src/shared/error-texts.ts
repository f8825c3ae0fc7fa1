import { FIGMA_MAX_SIDE_PX } from './limits';
import type { ErrorCode, ErrorDetails } from './errors';

/** What a user reads: what happened, and what to do about it. */
export interface ErrorText {
  readonly what: string;
  readonly next: string;
}

type Sentence = string | ((details: ErrorDetails) => string);

const pixels = (d: ErrorDetails): string =>
  d['width'] === undefined ? 'too many' : `${d['width']} × ${d['height']}`;
const named = (d: ErrorDetails, key: string, otherwise: string): string =>
  d[key] === undefined ? otherwise : String(d[key]);

const WITHOUT_PAGE = 'Onestep works without it, slower.';

/** The one table of error sentences; every interface (panel, command line) reads from it. */
const ERROR_TEXTS: Readonly<Record<ErrorCode, readonly [what: Sentence, next: Sentence]>> = {
  'selection-without-images': [
    'The selected layers have no image fill.',
    'Select a layer whose fill or stroke is an image. Vectors, text and gradients stay sharp at any size.',
  ],
  'video-fill': [
    'This layer shows a video, which plugins cannot read.',
    'Export a frame of the video as an image and place that instead.',
  ],
  'style-fill': [
    (d) => `This picture comes from the style “${named(d, 'style', 'unknown')}”.`,
    'Choose whether to change the style, for every layer that uses it, or to detach this layer.',
  ],
  'style-remote': [
    (d) =>
      `The style “${named(d, 'style', 'unknown')}” comes from a library and is read-only here.`,
    'Detach the layer from the style, or enhance the picture in the library’s own file.',
  ],
  'component-remote': [
    (d) => `The component “${named(d, 'component', 'unknown')}” comes from a library.`,
    'Enhance the picture in this instance only, or in the library’s own file.',
  ],
  'component-differs': [
    'The main component shows another picture in this place, so it was left as it is.',
    'Enhance the picture in this instance only.',
  ],
  'shader-fill': [
    'This layer has a shader among its fills, which cannot be written back safely.',
    'Move the picture to a layer of its own, or place the result beside it.',
  ],
  'pattern-fill': [
    'A pattern lies among these fills, in a place where it cannot be written back.',
    'Move the picture to a layer of its own, or place the result beside it.',
  ],
  'unknown-fill': [
    'A kind of fill that Onestep does not know lies beside this picture, so it was left as it is.',
    'Update Onestep, or move the picture to a layer of its own.',
  ],
  'font-missing': [
    (d) => `The font ${named(d, 'font', 'of this text')} is not available here.`,
    'Install the font or replace it, then enhance the picture again.',
  ],
  'layer-gone': [
    'The layer was deleted meanwhile.',
    'Place the result on the page, or undo the deletion and enhance the picture again.',
  ],
  'layer-changed': [
    'The layer got another picture meanwhile, so it was left as it is.',
    'Place the result beside it, or enhance the layer’s new picture.',
  ],
  'layer-read-only': [
    'Figma did not let the plugin change this layer.',
    'Check that you may edit this file and that the layer is not part of a read-only library.',
  ],
  'original-missing': [
    'The original of this picture is not in the file any more.',
    'Look for it in the file’s version history.',
  ],
  'original-unknown': [
    'Onestep has no original for this layer.',
    'Select a layer whose picture was enhanced with Onestep.',
  ],
  'originals-full': [
    'This layer remembers too many originals already.',
    'Restore some of its pictures first.',
  ],
  'place-unsupported': [
    'A picture cannot be placed beside this layer.',
    'Copy the layer to an ordinary page and enhance it there.',
  ],
  'result-refused': [
    'Figma did not accept the enhanced picture.',
    'Choose a smaller scale and try again.',
  ],
  'result-too-small': [
    'Figma refused the enhanced picture as too small.',
    'The picture has no pixels to speak of; place it again and try with that.',
  ],
  'result-too-large': [
    `Figma refused the enhanced picture: more than ${FIGMA_MAX_SIDE_PX} px on a side.`,
    'Choose a smaller scale and try again.',
  ],
  'result-format-refused': [
    'Figma refused the format of the enhanced picture.',
    'Choose PNG or JPEG as the output format.',
  ],
  'image-missing': [
    'Figma has no picture behind this fill.',
    'Wait until the file has loaded fully, or place the picture again.',
  ],
  'image-timeout': [
    'Figma did not hand over the picture in time.',
    'Check the connection, wait until the file has loaded, and try again.',
  ],
  'image-empty': ['The picture file is empty (0 bytes).', 'Export or download the picture again.'],
  'image-format-unknown': [
    'This is not a picture in a format that Onestep reads.',
    'Save it as PNG, JPEG, GIF or WebP and try again.',
  ],
  'image-truncated': [
    'The picture file is cut off: its end is missing.',
    'Get the file again from its source, for example by downloading it once more.',
  ],
  'image-undecodable': [
    'The picture file is damaged and cannot be decoded.',
    'Open it in an image editor, save it again as PNG, and try with that file.',
  ],
  'image-animated': [
    'This is an animated picture; enhancing it would keep only one frame.',
    'Save the frame you want as PNG or JPEG and enhance that.',
  ],
  'image-too-large': [
    (d) => `The picture is ${pixels(d)} pixels, more than can be handled safely.`,
    (d) => `Make it smaller first: at most ${named(d, 'limit', '100 megapixels')}.`,
  ],
  'image-at-limit': [
    (d) =>
      `The picture is ${pixels(d)} pixels already; ${named(d, 'limit', `${FIGMA_MAX_SIDE_PX} px a side`)} is the most that can be written.`,
    'It is left as it is. Crop it into parts if you need more detail.',
  ],
  'image-sharp-enough': [
    (d) => `The picture is sharp enough for export at ${named(d, 'density', '1')}×.`,
    'It is left as it is. Include it in the list, or choose a fixed scale, to restore it anyway.',
  ],
  'image-unencodable': [
    'The enhanced picture could not be saved.',
    'Close other programs to free memory, or choose a smaller scale.',
  ],
  'pack-missing': [
    (d) => `The model pack was not found${d['path'] === undefined ? '' : ` at ${d['path']}`}.`,
    'Check the path: a pack is a folder that contains pack.json.',
  ],
  'pack-invalid': [
    'The model pack has no readable description (pack.json).',
    'Download the pack again, or convert it again.',
  ],
  'pack-version': [
    (d) =>
      `The model pack has format version ${named(d, 'version', 'unknown')}, which this version of Onestep does not know.`,
    'Update Onestep, or get a pack made for this version.',
  ],
  'pack-checksum': [
    (d) =>
      `The model pack is damaged: ${named(d, 'file', 'a file')} is not what its description says.`,
    'Download the pack again, or install Onestep again.',
  ],
  'pack-graph': [
    'The model in this pack could not be loaded.',
    'Download the pack again; if that does not help, report it with the details below.',
  ],
  'pack-self-test': [
    'The model gives wrong answers on this machine, so it is not used.',
    'Update your browser or the Figma app and try again; on the command line, leave out --device webgpu.',
  ],
  'pack-half-precision': [
    'This model needs half precision, which this graphics card lacks.',
    (d) => `Use ${named(d, 'instead', 'a pack of another precision, such as int8')}.`,
  ],
  'pack-buffer-size': [
    (d) =>
      `A part of this model has ${named(d, 'megabytes', 'more')} MB, and this graphics card takes ${named(d, 'limit', 'less')} MB at once.`,
    (d) => `Use ${named(d, 'instead', 'a pack of another precision, such as int8')}.`,
  ],
  'pack-not-folder': [
    'A model pack is a folder, and that was none.',
    'Drop the one folder that holds pack.json.',
  ],
  'pack-too-many-files': [
    (d) => `This folder holds ${named(d, 'files', 'too many')} files, more than any model pack.`,
    'Choose the folder that holds pack.json itself.',
  ],
  'checkpoint-missing': [
    (d) => `The checkpoint has no ${named(d, 'file', 'such file')}.`,
    'Check the path: --base is a folder in the layout of diffusers, --adapter a .pkl file.',
  ],
  'checkpoint-truncated': [
    (d) => `${named(d, 'file', 'The checkpoint')} is cut off: its end is missing.`,
    'Download the file again.',
  ],
  'checkpoint-invalid': [
    (d) => `${named(d, 'file', 'The checkpoint')} is damaged or not what its name says.`,
    'Download the file again from its publisher.',
  ],
  'checkpoint-refused': [
    (d) =>
      `${named(d, 'file', 'The checkpoint')} asks to run code (${named(d, 'global', 'unknown')}), which is never done.`,
    'Do not use this file; get the checkpoint from its publisher.',
  ],
  'checkpoint-unsupported': [
    (d) => `This is not a model that can be converted: ${named(d, 'reason', 'unknown layout')}.`,
    'OSEDiff needs Stable Diffusion 2.1 base and an OSEDiff adapter.',
  ],
  'download-failed': [
    (d) => `${named(d, 'url', 'The file')} could not be downloaded.`,
    'Check the connection and try again; it goes on where it stopped.',
  ],
  'download-forbidden': [
    (d) => `${named(d, 'url', 'The file')} is not open to everybody, or does not exist.`,
    (d) =>
      d['tokenVariable'] === undefined
        ? 'Ask whoever publishes it whether it was moved or taken down.'
        : `Check the address; for a private repository set ${d['tokenVariable']} to a token that may read it.`,
  ],
  'download-changed': [
    (d) => `${named(d, 'url', 'The file')} is not the one that was published.`,
    'Try again; if that does not help, ask whoever publishes it.',
  ],
  'disk-full': [
    (d) => `There is not enough room on the disk: ${named(d, 'needed', 'more')} is needed.`,
    'Free some space, or choose another folder with --out.',
  ],
  'prompt-unsupported': [
    'This model pack does not take a prompt.',
    'Leave the prompt out, or use the pack that comes with Onestep, or one made from OSEDiff.',
  ],
  'weights-storage-full': [
    'The browser has no room left for the weights of this model.',
    'Free some disk space, or clear the downloaded weights in Settings, and try again.',
  ],
  'weights-storage-failed': [
    'The browser did not keep the weights of this model.',
    'Try again; if that does not help, clear the downloaded weights in Settings.',
  ],
  'engine-host-unreachable': [
    (d) => `The engine page at ${named(d, 'address', 'its address')} did not answer.`,
    'Start it with “npx onestep serve”, or ask whoever hosts it; Onestep works without it, slower.',
  ],
  'engine-host-refused': [
    (d) => `The engine page at ${named(d, 'address', 'its address')} belongs to another version.`,
    'Update the plugin and the page to the same version; Onestep works without it, slower.',
  ],
  'engine-host-denied': [
    'The browser does not let this page reach other programs on this computer.',
    `Allow “Apps on device” (local network access) for this site in the browser’s site settings and look again, or use an engine page on an https address (README, “Use the graphics card”). ${WITHOUT_PAGE}`,
  ],
  'engine-host-asking': [
    'The browser asks whether this page may reach other programs on this computer.',
    `Allow it at the top of the browser window and look again. ${WITHOUT_PAGE}`,
  ],
  'engine-host-framed': [
    'The page around the plugin does not let it reach other programs on this computer.',
    `Start the plugin in the Figma app, or use an engine page on an https address (README, “Use the graphics card”). ${WITHOUT_PAGE}`,
  ],
  'engine-no-webgpu': [
    'The engine page found no graphics card that it may use (WebGPU).',
    `Update the Figma app or the browser, and see that hardware acceleration is on in its settings. ${WITHOUT_PAGE}`,
  ],
  'engine-unavailable': [
    'The restoration engine could not be started.',
    'Update the Figma app or your browser; on the command line, install Onestep again.',
  ],
  'engine-memory': [
    'There was not enough memory for this picture.',
    'Close other programs or files, or choose a smaller scale.',
  ],
  'engine-device-lost': [
    'The graphics card stopped answering while it worked on a picture.',
    'Try again; if it happens again, close other programs that use the graphics card.',
  ],
  'engine-crashed': [
    'The restoration engine stopped unexpectedly.',
    'Try again; the picture was not changed.',
  ],
  'gpu-unavailable': [
    'There is no graphics card here that can run this model.',
    'Install the driver of the card (on Linux one with Vulkan), use an int8 or int4 pack if it has no half precision, or leave out --device webgpu.',
  ],
  'result-invalid': [
    'The result was not a usable picture, so it was thrown away.',
    'Try again, or use another model pack.',
  ],
  'port-in-use': [
    (d) => `Another program uses the port ${named(d, 'port', '')}.`,
    'Stop it, or choose another port with --port.',
  ],
  'input-missing': [
    (d) => `There is no file ${named(d, 'path', 'of this name')}.`,
    'Check the spelling and the folder.',
  ],
  'input-unreadable': [
    (d) => `${named(d, 'path', 'The file')} could not be read.`,
    'Check that it is a file and that you may read it.',
  ],
  'input-is-folder': [
    (d) => `${named(d, 'path', 'The input')} is a folder.`,
    'Name the pictures in it, for example folder/*.jpg.',
  ],
  'output-is-input': [
    (d) => `The result would overwrite the input ${named(d, 'path', '')}.`,
    'Choose another name or folder with -o.',
  ],
  'output-exists': [
    (d) => `${named(d, 'path', 'The output file')} exists already.`,
    'Choose another name, or add --force to replace it.',
  ],
  'output-collision': [
    (d) => `Two inputs would be written to ${named(d, 'path', 'the same file')}.`,
    'Rename one of them, or enhance them in two runs with different folders.',
  ],
  'output-needs-folder': [
    (d) => `${named(d, 'path', 'The output')} is a file, but there are several inputs.`,
    'Give a folder: an existing one, or a name that ends with a slash.',
  ],
  'output-format-unknown': [
    (d) => `${named(d, 'path', 'The output')} has no known picture extension.`,
    'Use .png, .jpg or .webp, or end the name with a slash to make it a folder.',
  ],
  'output-unwritable': [
    (d) => `${named(d, 'path', 'The output')} could not be written.`,
    'Check that the folder exists, that you may write there, and that the disk is not full.',
  ],
  'option-invalid': [
    (d) => `${named(d, 'option', 'An option')} cannot be “${named(d, 'value', '')}”.`,
    (d) => `Use ${named(d, 'expected', 'one of the values shown by --help')}.`,
  ],
  'protocol-version': [
    'The two halves of the plugin are of different versions.',
    'Close the plugin and start it again.',
  ],
  'protocol-message': [
    'The two halves of the plugin did not understand each other.',
    'Close the plugin and start it again; if it happens again, report it.',
  ],
  cancelled: ['Cancelled.', 'Nothing more was changed.'],
  internal: [
    'Something went wrong inside Onestep.',
    'Try again; if it happens again, report it with the details below.',
  ],
};

/** The sentences for one error, with its details filled in. */
export function errorText(error: { code: ErrorCode; details: ErrorDetails }): ErrorText {
  const [what, next] = ERROR_TEXTS[error.code];
  return { what: fill(what, error.details), next: fill(next, error.details) };
}

function fill(sentence: Sentence, details: ErrorDetails): string {
  return typeof sentence === 'string' ? sentence : sentence(details);
}
