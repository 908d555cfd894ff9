/**
 * Families of classifiers, one file each, whose forward pass reads like the paper's figure.
 *
 * <p>Who lives here: {@link fovea.zoo.LinearClassifier}, {@link fovea.zoo.Mlp}, {@link fovea.zoo.LeNet5}, {@link fovea.zoo.LeNet1989}; small
 * nets of the course and its time, {@link fovea.zoo.ThreeLayerConvNet}, {@link fovea.zoo.CifarQuick}, {@link fovea.zoo.ConvNetJs}, {@link
 * fovea.zoo.SmallVgg}, {@link fovea.zoo.CudaConvNet}; great ones at the size of small images, {@link fovea.zoo.CifarVgg}, {@link
 * fovea.zoo.SmallInception}, {@link fovea.zoo.FireNet}; under
 * torchvision's names {@link fovea.zoo.AlexNet}, {@link fovea.zoo.Vgg}, {@link fovea.zoo.GoogLeNet}, {@link fovea.zoo.InceptionV3},
 * {@link fovea.zoo.ResNet}, {@link fovea.zoo.DenseNet}, {@link fovea.zoo.SqueezeNet}, {@link fovea.zoo.MobileNetV2}; residual nets that act first, {@link fovea.zoo.PreActResNet}; other ways to be deep,
 * {@link fovea.zoo.FractalNet}, {@link fovea.zoo.HighwayNet}, and {@link fovea.zoo.AllConvNet}; as in their papers
 * {@link fovea.zoo.AlexNet2012}, {@link fovea.zoo.ZfNet}, {@link fovea.zoo.OverFeat}, {@link fovea.zoo.NetworkInNetwork},
 * {@link fovea.zoo.BnInception}, {@link fovea.zoo.InceptionV4}, {@link fovea.zoo.InceptionResNetV2}; and {@link fovea.zoo.Weights}, which
 * fills them from files, with the {@link fovea.zoo.Preprocessing} of pictures that belongs to them; below it {@link fovea.zoo.hub.Hub},
 * which fetches published ones. May touch {@code fovea.nn}, {@code fovea.format} and {@code fovea.data}.
 */
@org.jspecify.annotations.NullMarked
module fovea.zoo {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.format;
    requires transitive fovea.data;
    requires java.net.http;
    requires tools.jackson.core;

    exports fovea.zoo;
    exports fovea.zoo.hub;
}
