package org.healthdiary.hands

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import org.healthdiary.ScenarioStage
import java.math.BigInteger
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

private const val PATIENCE_S = 20L

/** The objects that are held by name, and what listeners were told. */
class Hands(
    private val stage: ScenarioStage,
) {
    val objects = mutableMapOf<String, Any>()
    private val listeners = mutableMapOf<String, Heard>()
    private val heard = mutableMapOf<String, MutableList<JsonElement>>()
    private val lock = ReentrantLock()
    private val news = lock.newCondition()

    /** The name for what the call that is made gives. */
    var named: String? = null

    fun held(name: JsonElement): Any = objects.getValue(name.asString)

    fun keep(
        made: Any,
        kind: String,
    ): JsonElement {
        objects.put(named!!, made)?.let(::letGo)
        return members("object" to JsonPrimitive(kind))
    }

    /** Frees an object now, and not when the garbage is collected. */
    fun letGo(gone: Any) = (gone as AutoCloseable).close()

    fun listener(
        name: JsonElement,
        make: (String) -> Heard,
    ): Heard = listeners.getOrPut(name.asString) { make(name.asString) }

    fun hears(
        name: String,
        told: JsonElement,
    ) = lock.withLock {
        heard.getOrPut(name) { mutableListOf() } += told
        news.signalAll()
    }

    /** What the stage has for a function of a foreign trait, or what it has to throw. */
    fun ask(
        name: String,
        function: String,
        with: JsonElement,
        thrown: (String) -> Exception,
    ): JsonElement {
        val question = members("of" to JsonPrimitive(name), "function" to JsonPrimitive(function), "with" to with)
        val answer = JsonParser.parseString(stage.asked(question.toString()))
        val failed = member(answer, "failed", null)
        if (!failed.isJsonNull) throw thrown(failed.asString)
        return member(answer, "gave", null)
    }

    fun told(
        name: String,
        atLeast: Int,
    ): JsonElement =
        lock.withLock {
            var left = TimeUnit.SECONDS.toNanos(PATIENCE_S)
            while ((heard[name]?.size ?: 0) < atLeast && left > 0) left = news.awaitNanos(left)
            list(heard.remove(name).orEmpty())
        }
}

/** What everything is that foreign code implements. */
abstract class Heard(
    private val name: String,
    protected val hands: Hands,
) {
    protected fun hears(
        function: String,
        with: JsonElement,
    ) = hands.hears(name, members(function to with))

    protected fun asks(
        function: String,
        with: JsonElement,
        thrown: (String) -> Exception,
    ): JsonElement = hands.ask(name, function, with, thrown)
}

val nothing: JsonElement = JsonNull.INSTANCE

fun members(vararg members: Pair<String, JsonElement>): JsonElement =
    JsonObject().apply { members.forEach { (name, value) -> add(name, value) } }

fun list(values: List<JsonElement>): JsonElement = JsonArray().apply { values.forEach(::add) }

fun member(
    value: JsonElement,
    name: String,
    leftOut: Int?,
): JsonElement = value.asJsonObject[name] ?: leftOut?.let(::JsonPrimitive) ?: nothing

fun each(value: JsonElement): List<JsonElement> = if (value.isJsonNull) emptyList() else value.asJsonArray.toList()

/** The name of a variant, and its fields. */
fun variant(value: JsonElement): Pair<String, JsonElement> =
    if (value.isJsonPrimitive) {
        value.asString to JsonObject()
    } else {
        value.asJsonObject.entrySet().single().let { it.key to it.value }
    }

private fun digits(value: JsonElement): String = if (value.isJsonNull) "0" else value.asString

fun readUInt8(value: JsonElement, hands: Hands): UByte = digits(value).toUByte()

fun readInt8(value: JsonElement, hands: Hands): Byte = digits(value).toByte()

fun readUInt16(value: JsonElement, hands: Hands): UShort = digits(value).toUShort()

fun readUInt32(value: JsonElement, hands: Hands): UInt = digits(value).toUInt()

fun readInt32(value: JsonElement, hands: Hands): Int = digits(value).toInt()

fun readUInt64(value: JsonElement, hands: Hands): ULong = digits(value).toULong()

fun readInt64(value: JsonElement, hands: Hands): Long = digits(value).toLong()

fun readBoolean(value: JsonElement, hands: Hands): Boolean = !value.isJsonNull && value.asBoolean

fun readString(value: JsonElement, hands: Hands): String = value.asString

fun readBytes(value: JsonElement, hands: Hands): ByteArray = value.asString.chunked(2).map { it.toInt(16).toByte() }.toByteArray()

fun writeUInt8(value: UByte, hands: Hands): JsonElement = JsonPrimitive(value.toInt())

fun writeInt8(value: Byte, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeUInt16(value: UShort, hands: Hands): JsonElement = JsonPrimitive(value.toInt())

fun writeUInt32(value: UInt, hands: Hands): JsonElement = JsonPrimitive(value.toLong())

fun writeInt32(value: Int, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeUInt64(value: ULong, hands: Hands): JsonElement = JsonPrimitive(BigInteger(value.toString()))

fun writeInt64(value: Long, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeFloat64(value: Double, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeBoolean(value: Boolean, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeString(value: String, hands: Hands): JsonElement = JsonPrimitive(value)

fun writeBytes(value: ByteArray, hands: Hands): JsonElement = JsonPrimitive(value.joinToString("") { "%02x".format(it) })

fun writeNothing(value: Unit, hands: Hands): JsonElement = value.let { nothing }
