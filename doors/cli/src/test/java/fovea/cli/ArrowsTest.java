package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads every compiled module and every source file, and holds them to the order of floors and the size of rooms. */
class ArrowsTest {

    private static final int LONGEST_FILE = 500;
    private static final Pattern MODULE =
            Pattern.compile("<module>((?:engine|learning|subjects|doors)/[^<]+)</module>");

    @Test
    void everyArrowPointsDown() throws IOException {
        var complaints = new ArrayList<String>();
        int classes = 0;
        for (Path module : modules()) {
            for (Path file : files(module.resolve("target/classes"), ".class")) {
                if (!file.endsWith("module-info.class")) {
                    classes++;
                    complaints.addAll(Arrows.complaints(ClassFile.of().parse(file)));
                }
            }
        }
        assertThat(classes).isPositive();
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyModuleSaysWhoLivesThere() throws IOException {
        assertThat(modules()).hasSizeGreaterThan(10).allSatisfy(module -> {
            assertThat(module.resolve("src/main/java/module-info.java")).exists();
            assertThat(module.resolve("target/classes/module-info.class"))
                    .as("compiled: run the whole build, ./fovea test")
                    .exists();
        });
    }

    @Test
    void noFileIsLongerThanAThought() throws IOException {
        for (Path module : modules()) {
            for (Path file : files(module.resolve("src"), ".java")) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LONGEST_FILE);
            }
        }
    }

    @Test
    void anArrowUpIsSeenInACallASignatureAndAnAnnotation() {
        assertThat(Arrows.complaints(using("fovea.tensor.Upward", "fovea.nn.Layer")))
                .containsExactly(
                        "fovea/tensor/Upward uses fovea/nn/Layer: the arrow from fovea.tensor to fovea.nn points up");
        assertThat(Arrows.complaints(parse(ClassFile.of()
                        .build(
                                ClassDesc.of("fovea.device.Generic"),
                                type -> type.with(SignatureAttribute.of(ClassSignature.parseFrom(
                                        "Ljava/util/AbstractList<Lfovea/train/Trainer;>;")))))))
                .hasSize(1);
        assertThat(Arrows.complaints(parse(ClassFile.of()
                        .build(
                                ClassDesc.of("fovea.device.Annotated"),
                                type -> type.with(RuntimeVisibleAnnotationsAttribute.of(
                                        Annotation.of(ClassDesc.of("fovea.graph.Pass"))))))))
                .hasSize(1);
    }

    @Test
    void anArrowSidewaysToTheRightIsSeenAndOneToTheLeftIsFine() {
        assertThat(Arrows.complaints(using("fovea.device.Pool", "fovea.onednn.Library")))
                .hasSize(1);
        assertThat(Arrows.complaints(using("fovea.onednn.Library", "fovea.device.Pool")))
                .isEmpty();
    }

    @Test
    void oneOfTwoArrowsOfACircleIsAlwaysWrong() {
        assertThat(Arrows.complaints(using("fovea.train.Trainer", "fovea.train.optim.Sgd")))
                .isEmpty();
        assertThat(Arrows.complaints(using("fovea.train.optim.Sgd", "fovea.train.Trainer")))
                .hasSize(1);
    }

    @Test
    void aPackageThatIsNotListedIsSeen() {
        assertThat(Arrows.complaints(using("fovea.misc.Thing", "fovea.tensor.Shape")))
                .hasSize(1);
        assertThat(Arrows.complaints(using("fovea.tensor.Shape", "fovea.misc.Thing")))
                .hasSize(1);
    }

    @Test
    void anEmptyWordIsSeenButNotInsideAnotherWord() {
        assertThat(Arrows.complaints(using("fovea.tensor.ShapeUtils", "java.lang.String")))
                .hasSize(1);
        assertThat(Arrows.complaints(using("fovea.tensor.MemoryManager", "java.lang.String")))
                .hasSize(1);
        assertThat(Arrows.complaints(using("fovea.tensor.Score", "java.lang.String")))
                .isEmpty();
    }

    @Test
    void aNameInAStringIsNoArrow() {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("fovea.tensor.Quoting"),
                        type -> type.withMethodBody(
                                "name",
                                MethodTypeDesc.of(ConstantDescs.CD_String),
                                ClassFile.ACC_STATIC,
                                code -> code.loadConstant("fovea/nn/Layer").areturn()));
        assertThat(Arrows.complaints(parse(bytes))).isEmpty();
    }

    /** A made-up class with a field of another class's type. */
    private static ClassModel using(String name, String used) {
        return parse(ClassFile.of().build(ClassDesc.of(name), type -> type.withField("other", ClassDesc.of(used), 0)));
    }

    private static ClassModel parse(byte[] bytes) {
        return ClassFile.of().parse(bytes);
    }

    private static List<Path> modules() throws IOException {
        Path root = Repository.root();
        return MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                .results()
                .map(match -> root.resolve(match.group(1)))
                .toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
