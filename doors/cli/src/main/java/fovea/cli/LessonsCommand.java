package fovea.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the lessons, in the order of the course. */
@Command(
        name = "lessons",
        mixinStandardHelpOptions = true,
        description = "Lists the lessons in the order of the course: what each shows, and how long it runs.")
final class LessonsCommand implements Callable<Integer> {
    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() throws IOException {
        Path folder = Lesson.home();
        List<Lesson> lessons = Lesson.all(folder);
        if (lessons.isEmpty()) {
            throw new CommandException(
                    "there are no lessons in " + folder.toAbsolutePath(), "start from the repository: ./fovea lessons");
        }
        if (shared.json()) {
            shared.print(new Json()
                    .with(
                            "lessons",
                            lessons.stream().map(LessonsCommand::object).toList()));
        } else {
            print(lessons);
        }
        return 0;
    }

    private static Json object(Lesson lesson) {
        return new Json()
                .with("lecture", lesson.lecture())
                .with("part", lesson.part())
                .with("file", lesson.file().toString())
                .with("seconds", lesson.seconds())
                .with("shows", lesson.shows());
    }

    private void print(List<Lesson> lessons) {
        PrintStream out = shared.terminal().out();
        int lecture = 0;
        for (Lesson lesson : lessons) {
            if (lesson.lecture() != lecture) {
                lecture = lesson.lecture();
                out.printf("%nLecture %d%n", lecture);
            }
            out.printf("  %-52s %3d s  %s%n", lesson.file(), lesson.seconds(), lesson.shows());
        }
        out.printf("%nRun one: ./fovea %s%n", lessons.getFirst().file());
        if (Files.isDirectory(Lesson.home().resolve("assignment1"))) {
            out.printf("Exercises with holes to fill, and checks that say what is wrong: examples/assignment1 to 3;"
                    + " solutions lie beside them.%n");
        }
    }
}
