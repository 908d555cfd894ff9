package fovea.detect;

import fovea.tensor.Concat;
import fovea.tensor.Tensor;

/** What the four numbers of a box mean, in pixels. */
public enum BoxFormat {
    /** Left, top, right, bottom; the format of everything here but {@link #convert}. */
    XYXY,
    /** Left, top, width, height; COCO's. */
    XYWH,
    /** Center and size; YOLO's and DETR's. */
    CXCYWH;

    /** Boxes {@code [..., 4]} of this format in another. */
    public Tensor convert(Tensor boxes, BoxFormat to) {
        Boxes.check("boxConvert", boxes);
        if (this == to) {
            return boxes;
        }
        Tensor[] corners = corners(boxes);
        return to.joined(corners[0], corners[1], corners[2], corners[3]);
    }

    /** Left, top, right and bottom, {@code [..., 1]} each. */
    private Tensor[] corners(Tensor boxes) {
        Tensor[] of = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            of[i] = boxes.slice(-1, i, i + 1, 1);
        }
        return switch (this) {
            case XYXY -> of;
            case XYWH -> new Tensor[] {of[0], of[1], of[0].add(of[2]), of[1].add(of[3])};
            case CXCYWH -> {
                Tensor across = of[2].mul(0.5);
                Tensor down = of[3].mul(0.5);
                yield new Tensor[] {of[0].sub(across), of[1].sub(down), of[0].add(across), of[1].add(down)};
            }
        };
    }

    private Tensor joined(Tensor left, Tensor top, Tensor right, Tensor bottom) {
        Concat along = new Concat(left.shape().rank() - 1);
        return switch (this) {
            case XYXY -> along.apply(left, top, right, bottom);
            case XYWH -> along.apply(left, top, right.sub(left), bottom.sub(top));
            case CXCYWH ->
                along.apply(left.add(right).mul(0.5), top.add(bottom).mul(0.5), right.sub(left), bottom.sub(top));
        };
    }
}
