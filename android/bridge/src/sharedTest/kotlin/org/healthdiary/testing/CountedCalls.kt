package org.healthdiary.testing

import org.healthdiary.Diary
import org.healthdiary.DiaryInterface
import org.healthdiary.Household
import org.healthdiary.HouseholdInterface
import org.healthdiary.NoHandle
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy
import java.util.concurrent.ConcurrentLinkedQueue

/** What the core was asked through an open household: the calls of it and of its diaries, by their names. */
class CountedCalls {
    /** One call, and what it gave. */
    class Call(
        val name: String,
        val gave: Any?,
    ) {
        override fun toString(): String = name
    }

    private val asked = ConcurrentLinkedQueue<Call>()

    /** In order, since the last [forget]. */
    val all: List<Call> get() = asked.toList()

    fun named(name: String): List<Call> = asked.filter { it.name == name }

    fun forget() = asked.clear()

    /** The household that was opened last, to be asked without being counted. */
    @Volatile
    var household: Household? = null
        private set

    /** The same household, whose calls are not counted. */
    fun note(household: Household): Household = household.also { this.household = it }

    /**
     * The same household, whose calls are counted from now on. What it refuses comes as an
     * [java.lang.reflect.UndeclaredThrowableException].
     */
    fun through(household: Household): Household = CountedHousehold(note(household), this)

    internal fun <T : Any> counting(
        kind: Class<T>,
        real: T,
    ): T =
        kind.cast(
            Proxy.newProxyInstance(kind.classLoader, arrayOf(kind)) { _, method, words ->
                try {
                    // A name goes on with what Kotlin adds for unsigned numbers.
                    method.invoke(real, *words.orEmpty()).also { asked += Call(method.name.substringBefore('-'), it) }
                } catch (thrown: InvocationTargetException) {
                    throw thrown.targetException
                }
            },
        )
}

@Suppress("DELEGATED_MEMBER_HIDES_SUPERTYPE_OVERRIDE") // That it does is what it is for.
private class CountedHousehold(
    private val real: Household,
    private val calls: CountedCalls,
) : Household(NoHandle),
    HouseholdInterface by calls.counting(HouseholdInterface::class.java, real) {
    override fun diary(person: String): Diary = CountedDiary(real.diary(person), calls)

    override fun destroy() = real.destroy()
}

@Suppress("DELEGATED_MEMBER_HIDES_SUPERTYPE_OVERRIDE")
private class CountedDiary(
    private val real: Diary,
    calls: CountedCalls,
) : Diary(NoHandle),
    DiaryInterface by calls.counting(DiaryInterface::class.java, real) {
    override fun destroy() = real.destroy()
}
