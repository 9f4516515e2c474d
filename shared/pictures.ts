/** What a picture may be at most; the browser makes it smaller than that before it sends it. */
export const maxPictureBytes = 100_000
export const maxPictureSide = 512

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** Where our pictures lie, by the hash of their bytes. */
export const picturesPath = '/api/pictures'

/** What a page may show: a picture of ours. An address elsewhere, as earlier versions kept, is none. */
export const shownPicture = (image: string | null | undefined): string | null =>
  image?.startsWith(`${picturesPath}/`) ? image : null
