package fovea.lessons;

/** What a check found. */
sealed interface Finding {

    /** What was checked. */
    String what();

    /** What to print, one line or more. */
    String words();

    /**
     * As it should be.
     *
     * @param how well, such as a relative error
     */
    record Right(String what, String how) implements Finding {
        @Override
        public String words() {
            return "right  " + what + (how.isEmpty() ? "" : ": " + how);
        }
    }

    /**
     * Not as it should be.
     *
     * @param how where and by how much
     * @param hint a question that may help; empty where there is none
     */
    record Wrong(String what, String how, String hint) implements Finding {
        @Override
        public String words() {
            return "WRONG  " + what + ": " + how + (hint.isEmpty() ? "" : "\n           " + hint);
        }
    }

    /** Not written yet. */
    record Open(String what, String place, String wanted) implements Finding {
        @Override
        public String words() {
            return "hole   " + what + " (" + place + ")\n           wanted: " + wanted;
        }
    }
}
