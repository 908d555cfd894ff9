package fovea.conformance;

import fovea.detect.BoxFormat;
import fovea.detect.BoxLoss;
import fovea.detect.Boxes;
import fovea.detect.FocalLoss;
import fovea.detect.FrozenBatchNorm;
import fovea.detect.Overlap;
import fovea.detect.PsRoiAlign;
import fovea.detect.PsRoiPool;
import fovea.detect.RoiAlign;
import fovea.detect.RoiPool;
import fovea.detect.Suppression;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Locale;

/** Boxes, and what is done with them. */
final class DetectionGroup {
    private DetectionGroup() {}

    static Operations operations() {
        return withRegions(withBoxes(new Operations()))
                .with(
                        "sigmoid_focal_loss",
                        (in, attributes) -> reduced(
                                new FocalLoss(attributes.number("alpha", 0.25), attributes.number("gamma", 2))
                                        .of(in.tensor("x"), in.tensor("target")),
                                attributes))
                .with(
                        "frozen_batch_norm",
                        (in, attributes) -> FrozenBatchNorm.normalized(
                                in.tensor("x"),
                                in.tensor("w"),
                                in.tensor("b"),
                                in.tensor("m"),
                                in.tensor("v"),
                                attributes.number("eps", 1e-5)))
                .with("deform_conv2d", DetectionGroup::deformed);
    }

    private static Operations withBoxes(Operations operations) {
        return operations
                .with("box_area", (in, _) -> Boxes.area(in.tensor("a")))
                .with(
                        "box_convert",
                        (in, attributes) -> format(attributes.text("in_fmt"))
                                .convert(in.tensor("a"), format(attributes.text("out_fmt"))))
                .with("clip_boxes_to_image", (in, attributes) -> {
                    int[] size = attributes.ints("size", 2);
                    return Boxes.clip(in.tensor("a"), size[0], size[1]);
                })
                .with(
                        "remove_small_boxes",
                        (in, attributes) -> Boxes.notSmallerThan(in.tensor("a"), attributes.number("min_size")))
                .with("masks_to_boxes", (in, _) -> Boxes.ofMasks(in.tensor(in.has("masks") ? "masks" : "x")))
                .with("box_iou", (in, attributes) -> overlap(Overlap.IOU, in, attributes))
                .with("generalized_box_iou", (in, attributes) -> overlap(Overlap.GENERALIZED, in, attributes))
                .with("distance_box_iou", (in, attributes) -> overlap(Overlap.DISTANCE, in, attributes))
                .with("complete_box_iou", (in, attributes) -> overlap(Overlap.COMPLETE, in, attributes))
                .with("generalized_box_iou_loss", (in, attributes) -> loss(BoxLoss.GENERALIZED, in, attributes))
                .with("distance_box_iou_loss", (in, attributes) -> loss(BoxLoss.DISTANCE, in, attributes))
                .with("complete_box_iou_loss", (in, attributes) -> loss(BoxLoss.COMPLETE, in, attributes))
                .with(
                        "nms",
                        (in, attributes) -> Suppression.nms(
                                in.tensor("boxes"), in.tensor("scores"), attributes.number("iou_threshold")))
                .with(
                        "batched_nms",
                        (in, attributes) -> Suppression.batchedNms(
                                in.tensor("boxes"),
                                in.tensor("scores"),
                                in.tensor("idxs"),
                                attributes.number("iou_threshold")));
    }

    private static Operations withRegions(Operations operations) {
        return operations
                .with("roi_align", (in, attributes) -> {
                    int[] size = attributes.ints("output_size", 2);
                    return new RoiAlign(
                                    size[0],
                                    size[1],
                                    attributes.number("spatial_scale", 1),
                                    attributes.integer("sampling_ratio", -1),
                                    attributes.bool("aligned", false))
                            .apply(in.tensor("x"), in.tensor("rois"));
                })
                .with("ps_roi_align", (in, attributes) -> {
                    int[] size = attributes.ints("output_size", 2);
                    return new PsRoiAlign(
                                    size[0],
                                    size[1],
                                    attributes.number("spatial_scale", 1),
                                    attributes.integer("sampling_ratio", -1))
                            .apply(in.tensor("x"), in.tensor("rois"));
                })
                .with("roi_pool", (in, attributes) -> {
                    int[] size = attributes.ints("output_size", 2);
                    return new RoiPool(size[0], size[1], attributes.number("spatial_scale", 1))
                            .apply(in.tensor("x"), in.tensor("rois"));
                })
                .with("ps_roi_pool", DetectionGroup::averaged);
    }

    /** torchvision's numbers are those of images without their last row and column, its gradients those of whole images. */
    private static Tensor averaged(Inputs in, Attributes attributes) {
        int[] size = attributes.ints("output_size", 2);
        double scale = attributes.number("spatial_scale", 1);
        Tensor whole = new PsRoiPool(size[0], size[1], scale, true).apply(in.tensor("x"), in.tensor("rois"));
        Tensor cut = new PsRoiPool(size[0], size[1], scale, false).apply(in.tensor("x"), in.tensor("rois"));
        return cut.stopGradient().add(whole.sub(whole.stopGradient()));
    }

    private static Tensor overlap(Overlap overlap, Inputs in, Attributes attributes) {
        return overlap.of(in.tensor("a"), in.tensor("b"), attributes.number("eps", Overlap.EPSILON));
    }

    private static Tensor loss(BoxLoss loss, Inputs in, Attributes attributes) {
        return reduced(loss.of(in.tensor("a"), in.tensor("b"), attributes.number("eps", Overlap.EPSILON)), attributes);
    }

    /** torchvision's losses are not reduced unless asked for; the mean of none is 0. */
    private static Tensor reduced(Tensor losses, Attributes attributes) {
        return switch (attributes.text("reduction", "none")) {
            case "none" -> losses;
            case "mean" -> losses.shape().elements() == 0 ? losses.sum() : losses.mean();
            default -> losses.sum();
        };
    }

    private static BoxFormat format(String name) {
        return BoxFormat.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Tensor deformed(Inputs in, Attributes attributes) {
        Tensor x = in.tensor("x");
        Tensor w = in.tensor("w");
        Window window = Window.of(w.shape().size(2), w.shape().size(3))
                .withStride(attributes.ints("stride", 2, 1))
                .withPadding(attributes.ints("padding", 2, 0))
                .withDilation(attributes.ints("dilation", 2, 1));
        Tensor offset = in.tensor("offset");
        Tensor y = in.optional("mask")
                .map(mask -> x.deformConv2d(w, offset, mask, window))
                .orElseGet(() -> x.deformConv2d(w, offset, window));
        return in.optional("b")
                .map(b -> y.add(b.reshape(Shape.of(b.shape().size(0), 1, 1))))
                .orElse(y);
    }
}
