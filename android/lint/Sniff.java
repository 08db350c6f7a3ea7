import java.io.File;
import java.io.FileInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.mojo.animal_sniffer.ClassListBuilder;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.PrintWriterLogger;

/** Sniff SIGNATURES OURS SEEN...: whether the classes in OURS call only what the signatures or the jars SEEN have. */
final class Sniff {
    public static void main(String[] words) throws Exception {
        var log = new PrintWriterLogger(System.out);
        var known = new ClassListBuilder(log);
        for (int at = 1; at < words.length; at++) {
            known.process(new File(words[at]));
        }
        var ignored = new HashSet<String>(known.getPackages());
        // What is generated looks for it, and does without where it is not there.
        ignored.add("java.lang.ref.Cleaner*");
        var checker = new SignatureChecker(new FileInputStream(words[0]), ignored, log);
        // What stands behind a look at the version says so, by the annotation that Android Lint understands too.
        checker.setAnnotationTypes(Set.of("androidx.annotation.RequiresApi"));
        checker.setSourcePath(List.of());
        checker.process(new File(words[1]));
        System.exit(checker.isSignatureBroken() ? 1 : 0);
    }
}
