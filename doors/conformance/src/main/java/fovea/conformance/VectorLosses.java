package fovea.conformance;

import fovea.nn.loss.CosineEmbedding;
import fovea.nn.loss.CosineSimilarity;
import fovea.nn.loss.Distance;
import fovea.nn.loss.MarginRanking;
import fovea.nn.loss.PairwiseDistance;
import fovea.nn.loss.TripletMargin;
import fovea.tensor.Tensor;

/** Losses and distances of two vectors or three. */
final class VectorLosses {
    private static final String[] FIRST = {"x1", "a", "input1", "x"};
    private static final String[] SECOND = {"x2", "b", "input2", "y"};

    private VectorLosses() {}

    static void addTo(Operations operations) {
        operations
                .with("margin_ranking_loss", VectorLosses::ranking)
                .with("cosine_embedding_loss", VectorLosses::cosineEmbedding)
                .with("triplet_margin_loss", (in, attributes) -> triplet(in, attributes, distance(attributes)))
                .with("triplet_margin_with_distance_loss", VectorLosses::tripletWithDistance)
                .with("pairwise_distance", VectorLosses::pairwise)
                .with(
                        "pdist",
                        (in, attributes) -> exact(attributes).within(LossInputs.first(in, "x", "a", "x1", "input")))
                .with(
                        "cdist",
                        (in, attributes) ->
                                exact(attributes).across(LossInputs.first(in, FIRST), LossInputs.first(in, SECOND)))
                .with("cosine_similarity", VectorLosses::cosine);
    }

    private static Tensor ranking(Inputs in, Attributes attributes) {
        Tensor a = LossInputs.first(in, FIRST);
        Tensor[] all = LossInputs.broadcast(a, LossInputs.first(in, SECOND), LossInputs.target(in, a));
        return new MarginRanking(attributes.number("margin", 0), LossInputs.reduction(attributes))
                .of(all[0], all[1], all[2]);
    }

    private static Tensor cosineEmbedding(Inputs in, Attributes attributes) {
        return new CosineEmbedding(attributes.number("margin", 0), LossInputs.reduction(attributes))
                .of(LossInputs.first(in, FIRST), LossInputs.first(in, SECOND), in.tensor("target"));
    }

    private static Tensor triplet(Inputs in, Attributes attributes, Distance distance) {
        return new TripletMargin(
                        distance,
                        attributes.number("margin", 1),
                        attributes.bool("swap", false),
                        LossInputs.reduction(attributes))
                .of(
                        LossInputs.first(in, "a", "anchor"),
                        LossInputs.first(in, "p", "positive"),
                        LossInputs.first(in, "n", "negative"));
    }

    private static Tensor tripletWithDistance(Inputs in, Attributes attributes) {
        Distance distance =
                switch (attributes.text("distance_function", attributes.text("distance", "pairwise_distance"))) {
                    case "pairwise_distance", "pairwise", "euclidean", "l2" -> distance(attributes);
                    case "l1", "manhattan" -> new PairwiseDistance().withP(1);
                    case "cosine", "cosine_similarity" -> new CosineSimilarity().distance();
                    case String other -> throw new CaseException("no distance is called " + other);
                };
        return triplet(in, attributes, distance);
    }

    private static PairwiseDistance distance(Attributes attributes) {
        return new PairwiseDistance(
                attributes.number("p", 2), attributes.number("eps", 1e-6), attributes.bool("keepdim", false));
    }

    private static PairwiseDistance exact(Attributes attributes) {
        return new PairwiseDistance(attributes.number("p", 2), 0, false);
    }

    private static Tensor pairwise(Inputs in, Attributes attributes) {
        return distance(attributes).between(LossInputs.first(in, FIRST), LossInputs.first(in, SECOND));
    }

    private static Tensor cosine(Inputs in, Attributes attributes) {
        return new CosineSimilarity(attributes.integer("dim", 1), attributes.number("eps", 1e-8))
                .between(LossInputs.first(in, FIRST), LossInputs.first(in, SECOND));
    }
}
