import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Contract WHOLE SHRUNK TEST...: runs test classes out of SHRUNK, a class path that R8 has made. Which of their methods are tests is read in WHOLE,
 * the classes as they were compiled: the rules under test need not keep an annotation for a test's sake.
 */
final class Contract {
    public static void main(String[] words) throws Exception {
        var whole = loader(words[0]);
        var shrunk = loader(words[1]);
        var failed = new ArrayList<String>();
        int passed = 0;
        for (var name : Arrays.copyOfRange(words, 2, words.length)) {
            var plan = Class.forName(name, false, whole);
            var tests = marked(plan, "Test");
            if (tests.isEmpty()) {
                failed.add(name + " has no test");
            }
            for (var test : tests) {
                var what = name + ": " + test;
                try {
                    run(Class.forName(name, true, shrunk), marked(plan, "Before"), test, marked(plan, "After"));
                    passed++;
                } catch (InvocationTargetException thrown) {
                    failed.add(what);
                    thrown.getCause().printStackTrace();
                } catch (ReflectiveOperationException | LinkageError left) {
                    failed.add(what);
                    left.printStackTrace();
                }
            }
        }
        failed.forEach(what -> System.out.println("failed: " + what));
        System.out.println(passed + " passed, " + failed.size() + " failed");
        // Threads of a test that failed may wait for ever.
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static void run(Class<?> of, List<String> before, String test, List<String> after) throws ReflectiveOperationException {
        var made = of.getDeclaredConstructor().newInstance();
        for (var name : before) {
            of.getMethod(name).invoke(made);
        }
        try {
            of.getMethod(test).invoke(made);
        } finally {
            for (var name : after) {
                of.getMethod(name).invoke(made);
            }
        }
    }

    /** The methods with an annotation of JUnit's, those of a base class first. */
    private static List<String> marked(Class<?> of, String annotation) {
        return Arrays.stream(of.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> Arrays.stream(method.getAnnotations()).map(Annotation::annotationType).anyMatch(type -> is(type, annotation)))
            .sorted(Comparator.comparingInt((Method method) -> depth(method.getDeclaringClass())).thenComparing(Method::getName))
            .map(Method::getName)
            .toList();
    }

    private static boolean is(Class<?> type, String annotation) {
        return type.getName().equals("org.junit." + annotation);
    }

    private static int depth(Class<?> type) {
        return type == null ? 0 : 1 + depth(type.getSuperclass());
    }

    private static URLClassLoader loader(String path) throws Exception {
        var urls = new ArrayList<URL>();
        for (var part : path.split(File.pathSeparator)) {
            urls.add(new File(part).toURI().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
